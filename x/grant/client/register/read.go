package register

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"iter"
	"os"

	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// Read reads a register file and checks all of it. A file that breaks a rule gives Problems and no register.
func Read(path string, opts ...Option) (*Register, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadFrom(path, f, opts...)
}

// ReadFrom is Read from a stream; file is the name problems carry.
func ReadFrom(file string, r io.Reader, opts ...Option) (*Register, error) {
	s := NewScanner(file, r, opts...)
	reg := &Register{Header: s.Header()}
	for row := range s.Rows() {
		reg.Rows = append(reg.Rows, row)
	}
	if err := s.Err(); err != nil {
		return nil, err
	}
	return reg, nil
}

// Scanner reads a register row by row, holding only what it needs to find rows that stand twice.
type Scanner struct {
	in       *bufio.Reader
	check    *checker
	problems list
	sum      hash.Hash
	header   Header
	stated   figures
	decimals int
	line     int   // lines read
	rows     int   // lines that stand where rows stand
	faulty   bool  // rows are missing from the sums
	skipped  bool  // bytes are missing from the checksum
	done     bool  // nothing more is read
	err      error // of the stream
}

// NewScanner reads the header. Its problems, like all others, come from Err.
func NewScanner(file string, r io.Reader, opts ...Option) *Scanner {
	s := &Scanner{
		in:       bufio.NewReaderSize(r, MaxLine),
		check:    newChecker(opts...),
		problems: list{file: file},
		sum:      sha256.New(),
	}
	s.readHeader()
	return s
}

// Header gives the header; it holds nothing useful when Err says so.
func (s *Scanner) Header() Header { return s.header }

// Err gives what went wrong: Problems, or the stream's own error. It is final when Rows has come to its end.
func (s *Scanner) Err() error {
	if s.err != nil {
		return s.err
	}
	return s.problems.err()
}

// Rows gives the rows without a problem, in order, once. Only after the last one does Err tell whether the file is whole:
// nothing may be done with the rows before.
func (s *Scanner) Rows() iter.Seq[granttypes.ImportRow] {
	return func(yield func(granttypes.ImportRow) bool) {
		if !s.done {
			s.scan(yield)
			s.done = true
		}
	}
}

func (s *Scanner) scan(yield func(granttypes.ImportRow) bool) {
	var line, next []byte
	line, ok := s.readLine(line)
	for ok {
		if next, ok = s.readLine(next); !ok {
			break
		}
		row, good := s.row(line, s.line-1)
		if (good && !yield(row)) || s.done || s.problems.full() || s.err != nil {
			return
		}
		s.sum.Write(line)
		line, next = next, line
	}
	if s.err == nil && !s.problems.full() {
		s.finish(line)
	}
}

// readHeader reads the first line.
func (s *Scanner) readHeader() {
	line, ok := s.readLine(nil)
	if !ok || !bytes.HasSuffix(line, []byte("\n")) {
		s.done = true
		if s.err == nil && len(s.problems.problems) == 0 {
			s.problems.add(1, fault{CutOff, "the header isn't whole"})
		}
		return
	}
	s.sum.Write(line)
	var faults []fault
	if s.header, s.stated, faults = decodeHeader(line); len(faults) > 0 {
		s.problems.add(1, faults...)
		s.done = true
		return
	}
	s.problems.add(1, s.check.header(s.header)...)
	var known bool
	s.decimals, known = decimals(s.header.Currency)
	s.done = !known
}

// row reads one line that isn't the last; nothing is read after an end line.
func (s *Scanner) row(line []byte, number int) (granttypes.ImportRow, bool) {
	s.rows++
	if line == nil {
		s.faulty = true
		return granttypes.ImportRow{}, false
	}
	row, faults := decodeRow(line, s.decimals)
	if len(faults) == 0 {
		faults = s.check.row(row, number)
	} else if _, end := decodeTrailer(line); end {
		faults = []fault{{AfterEnd, "lines follow the end line"}}
		s.done = true
	}
	if len(faults) > 0 {
		s.faulty = true
		s.problems.add(number, faults...)
	}
	return row, len(faults) == 0
}

// finish holds the last line against what was read.
func (s *Scanner) finish(line []byte) {
	t, ok := trailer{}, false
	if line != nil {
		t, ok = decodeTrailer(line)
	}
	if !ok {
		s.problems.add(max(s.line, 2), fault{CutOff, "the last line isn't a whole end line"})
		return
	}
	if !s.skipped && !bytes.Equal(t.sum, s.sum.Sum(nil)) {
		s.problems.add(s.line, fault{WrongChecksum, "sha256"})
	}
	if int64(t.rows) != int64(s.rows) {
		s.problems.add(s.line, fault{RowCountMismatch, "rows"})
	}
	if int64(s.stated.rows) != int64(s.rows) {
		s.problems.add(1, fault{RowCountMismatch, "rows"})
	}
	if s.rows == 0 {
		s.problems.add(s.line, fault{NoRows, "the register has no rows"})
	}
	if s.faulty {
		return
	}
	if s.stated.persons != s.check.sums.persons {
		s.problems.add(1, fault{PersonCountMismatch, "persons"})
	}
	if s.stated.total != s.check.sums.total {
		s.problems.add(1, fault{TotalMismatch, "total; the rows come to " + formatAmount(s.check.sums.total, s.decimals)})
	}
}

// readLine reads the next line, its end included, into a buffer; false when there is none. A line that is too long is
// stepped over and comes as nil.
func (s *Scanner) readLine(buf []byte) ([]byte, bool) {
	part, err := s.in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		s.line++
		s.problems.add(s.line, fault{TooLongLine, "the line"})
		s.skipped = true
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = s.in.ReadSlice('\n')
		}
		s.fail(err)
		return nil, s.err == nil
	}
	s.fail(err)
	if s.err != nil || len(part) == 0 {
		return buf, false
	}
	s.line++
	return append(buf[:0], part...), true
}

// fail keeps an error of the stream that isn't its end.
func (s *Scanner) fail(err error) {
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
}

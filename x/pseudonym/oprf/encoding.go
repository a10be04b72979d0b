package oprf

import (
	"bytes"
	"encoding/hex"
	"io"

	errorsmod "cosmossdk.io/errors"
	"github.com/cloudflare/circl/group"
	voprf "github.com/cloudflare/circl/oprf"
)

// Lengths in bytes; changing these forks the chain.
const (
	// PointLength is the length of an encoded group element.
	PointLength = 32
	// ScalarLength is the length of an encoded scalar.
	ScalarLength = 32
	// ProofLength is the length of a proof.
	ProofLength = 2 * ScalarLength
	// TagLength is the length of a tag.
	TagLength = 32
)

var (
	suite = voprf.SuiteRistretto255
	curve = suite.Group()
)

// Point is an element of ristretto255 other than the identity. Its zero value is no point; ParsePoint makes one.
type Point struct{ element group.Element }

// ParsePoint decodes an element. It refuses with ErrPointMalformed a wrong length, any encoding but the canonical one, and
// the identity.
func ParsePoint(b []byte) (Point, error) {
	if len(b) != PointLength {
		return Point{}, errorsmod.Wrapf(ErrPointMalformed, "%d bytes, want %d", len(b), PointLength)
	}
	element := curve.NewElement()
	if err := element.UnmarshalBinary(b); err != nil {
		return Point{}, errorsmod.Wrap(ErrPointMalformed, "not a canonical encoding of an element")
	}
	p := Point{element}
	if element.IsIdentity() {
		return Point{}, errorsmod.Wrap(ErrPointMalformed, "identity")
	}
	if !bytes.Equal(p.Bytes(), b) {
		return Point{}, errorsmod.Wrap(ErrPointMalformed, "not a canonical encoding of an element")
	}
	return p, nil
}

// ParsePoints decodes elements; an error names the position of the first malformed one.
func ParsePoints(encoded [][]byte) ([]Point, error) {
	points := make([]Point, len(encoded))
	for i, b := range encoded {
		p, err := ParsePoint(b)
		if err != nil {
			return nil, errorsmod.Wrapf(err, "element %d", i)
		}
		points[i] = p
	}
	return points, nil
}

// Bytes gives the canonical encoding, 32 bytes. It panics on the zero value.
func (p Point) Bytes() []byte {
	b, err := p.element.MarshalBinaryCompress()
	if err != nil {
		panic(err)
	}
	return b
}

// Equal reports whether both are the same element. The zero value equals nothing.
func (p Point) Equal(q Point) bool {
	return p.element != nil && q.element != nil && p.element.IsEqual(q.element)
}

// String gives the encoding in hexadecimal digits.
func (p Point) String() string {
	if p.element == nil {
		return "no point"
	}
	return hex.EncodeToString(p.Bytes())
}

// valid refuses the zero value and the identity, which arithmetic can give.
func (p Point) valid() error {
	if p.element == nil {
		return errorsmod.Wrap(ErrPointMalformed, "missing")
	}
	if p.element.IsIdentity() {
		return errorsmod.Wrap(ErrPointMalformed, "identity")
	}
	return nil
}

// Encode gives the encodings of elements, in order.
func Encode(points []Point) [][]byte {
	encoded := make([][]byte, len(points))
	for i, p := range points {
		encoded[i] = p.Bytes()
	}
	return encoded
}

func validPoints(points []Point) error {
	for i, p := range points {
		if err := p.valid(); err != nil {
			return errorsmod.Wrapf(err, "element %d", i)
		}
	}
	return nil
}

func elements(points []Point) []group.Element {
	list := make([]group.Element, len(points))
	for i, p := range points {
		list[i] = p.element
	}
	return list
}

func pointsOf(list []group.Element) []Point {
	points := make([]Point, len(list))
	for i, element := range list {
		points[i] = Point{element}
	}
	return points
}

// parseScalar decodes a scalar and refuses a wrong length or a value that is not below the group order.
func parseScalar(b []byte) (group.Scalar, error) {
	if len(b) != ScalarLength {
		return nil, errorsmod.Wrapf(ErrScalarMalformed, "%d bytes, want %d", len(b), ScalarLength)
	}
	scalar := curve.NewScalar()
	if err := scalar.UnmarshalBinary(b); err != nil || !bytes.Equal(scalarBytes(scalar), b) {
		return nil, errorsmod.Wrap(ErrScalarMalformed, "not below the group order")
	}
	return scalar, nil
}

// parseSecret decodes a scalar and refuses zero too.
func parseSecret(b []byte) (group.Scalar, error) {
	scalar, err := parseScalar(b)
	if err != nil {
		return nil, err
	}
	if scalar.IsZero() {
		return nil, errorsmod.Wrap(ErrScalarMalformed, "zero")
	}
	return scalar, nil
}

func scalarBytes(s group.Scalar) []byte {
	b, err := s.MarshalBinary()
	if err != nil {
		panic(err)
	}
	return b
}

// randomScalar draws a scalar other than zero. The group's own method ignores the reader.
func randomScalar(random io.Reader) (group.Scalar, error) {
	var seed [64]byte
	for {
		if _, err := io.ReadFull(random, seed[:]); err != nil {
			return nil, errorsmod.Wrap(ErrRandomness, err.Error())
		}
		if s := curve.HashToScalar(seed[:], []byte("relief-oprf-v1-random")); !s.IsZero() {
			return s, nil
		}
	}
}

package intake

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

// dciMessage is the part of a search response that is read. Some registries wrap their message into another one.
type dciMessage struct {
	Message json.RawMessage `json:"message"`
	// Responses is nil in what isn't a search response.
	Responses []struct {
		Data struct {
			Records json.RawMessage `json:"reg_records"`
		} `json:"data"`
	} `json:"search_response"`
}

// dciDepth is how deep a search response lies at most.
const dciDepth = 3

// dciIdentifiers is one identifier or a list of them.
type dciIdentifiers []struct {
	Type  string `json:"identifier_type"`
	Value string `json:"identifier_value"`
}

// UnmarshalJSON reads either form. Registries also write an empty string where there is none.
func (l *dciIdentifiers) UnmarshalJSON(raw []byte) error {
	type plain dciIdentifiers
	raw = bytes.TrimSpace(raw)
	switch {
	case bytes.HasPrefix(raw, []byte("{")):
		return json.Unmarshal([]byte("["+string(raw)+"]"), (*plain)(l))
	case string(raw) == `""`:
		return nil
	}
	return json.Unmarshal(raw, (*plain)(l))
}

// first is the first identifier that has a value.
func (l dciIdentifiers) first() string {
	for _, i := range l {
		if value := strings.TrimSpace(i.Value); value != "" {
			return strings.TrimSpace(i.Type) + ":" + value
		}
	}
	return ""
}

type dciPerson struct {
	Identifier dciIdentifiers `json:"identifier"`
}

// dciRecord is a person, a member of a household or a group.
type dciRecord struct {
	dciPerson
	dciMember
	Household json.RawMessage `json:"household_identifier"`
	Group     dciIdentifiers  `json:"group_identifier"`
	Head      struct {
		Person dciPerson `json:"person"`
	} `json:"group_head_info"`
	Members []struct {
		Member dciMember `json:"household_member"`
	} `json:"member_list"`
}

type dciMember struct {
	MemberIdentifier dciIdentifiers `json:"member_identifier"`
	Demographic      struct {
		Person dciPerson `json:"person"`
	} `json:"demographic_info"`
	Relation string `json:"relationship_head"`
}

// identifier is the person's, or the one that the household knows the member by.
func (m dciMember) identifier() string {
	if id := m.Demographic.Person.Identifier.first(); id != "" {
		return id
	}
	return m.MemberIdentifier.first()
}

func readDCI(file string, r io.Reader, _ Options) ([]Record, error) {
	data, err := io.ReadAll(io.LimitReader(r, casework.MaxFile+1))
	if err != nil {
		return nil, err
	}
	p := newReporter(file)
	switch {
	case len(data) > casework.MaxFile:
		p.report(0, casework.TooLarge, "")
	case !utf8.Valid(data):
		p.report(0, casework.MalformedFile, "not UTF-8")
	default:
		return p.responses(data), p.problems.Err()
	}
	return nil, p.problems
}

// responses reads the records of all search responses in a message.
func (p *reporter) responses(data []byte) []Record {
	var message dciMessage
	for depth, raw := 0, json.RawMessage(data); depth < dciDepth && message.Responses == nil; depth++ {
		message = dciMessage{}
		if err := json.Unmarshal(raw, &message); err != nil {
			line, column := placeOfError(raw, err)
			if before := bytes.Index(data, raw); before > 0 {
				line += bytes.Count(data[:before], []byte("\n"))
				column = 0
			}
			p.problems = append(p.problems, &casework.Problem{File: p.file, Line: line, Column: column, Rule: casework.MalformedFile, Detail: "not a search response in JSON"})
			return nil
		}
		if raw = message.Message; raw == nil {
			break
		}
	}
	if message.Responses == nil {
		p.report(0, casework.NotAResponse, "no search_response in it")
		return nil
	}
	var records []Record
	at, line := 0, 1
	place := func(raw []byte) int {
		if found := bytes.Index(data[at:], raw); found >= 0 {
			line += bytes.Count(data[at:at+found], []byte("\n"))
			at += found
		}
		return line
	}
	for _, response := range message.Responses {
		var list []json.RawMessage
		if raw := response.Data.Records; len(raw) > 0 && json.Unmarshal(raw, &list) != nil {
			p.report(place(raw), casework.NotAResponse, "reg_records is no list")
		}
		for _, raw := range list {
			if len(records) == casework.MaxRows {
				p.report(place(raw), casework.TooLarge, "")
				return nil
			}
			records = append(records, p.dci(place(raw), raw))
		}
	}
	if len(records) == 0 && len(p.problems) == 0 {
		p.report(0, casework.NoRows, "")
	}
	return records
}

// dci reads one record.
func (p *reporter) dci(line int, raw json.RawMessage) Record {
	var parsed dciRecord
	if err := json.Unmarshal(raw, &parsed); err != nil {
		p.report(line, casework.MalformedRow, "record")
		return Record{}
	}
	record := Record{Line: line, Coverage: types.COVERAGE_HOUSEHOLD, Source: canonical(raw)}
	if len(parsed.Group) == 0 && len(parsed.Members) == 0 {
		if record.Identifier = parsed.Identifier.first(); record.Identifier == "" {
			record.Identifier = parsed.dciMember.identifier()
		}
		var household dciIdentifiers
		if json.Unmarshal(parsed.Household, &household) == nil {
			record.Household = household.first()
		}
		var text string
		if json.Unmarshal(parsed.Household, &text) == nil {
			record.Household = strings.TrimSpace(text)
		}
		p.identify(line, record.Identifier, "identifier")
		return record
	}
	if record.Household = parsed.Group.first(); record.Household == "" {
		p.report(line, casework.IdentityMissing, "group_identifier")
	}
	record.Identifier = parsed.Head.Person.Identifier.first()
	for n, m := range parsed.Members {
		id := m.Member.identifier()
		if id == "" {
			p.report(line, casework.IdentityMissing, "member_list["+decimal(n)+"]")
			continue
		}
		if record.Identifier == "" && strings.EqualFold(m.Member.Relation, "self") {
			record.Identifier = id
		}
		record.Members = append(record.Members, id)
	}
	p.identify(line, record.Identifier, "group_head_info")
	record.Members = headFirst(record.Identifier, record.Members)
	return record
}

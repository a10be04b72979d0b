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

// dciMessage is the part of a search response that is read.
type dciMessage struct {
	Message struct {
		Responses []struct {
			Data struct {
				Records []json.RawMessage `json:"reg_records"`
			} `json:"data"`
		} `json:"search_response"`
	} `json:"message"`
}

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

// dciRecord is a person or a group.
type dciRecord struct {
	dciPerson
	Household json.RawMessage `json:"household_identifier"`
	Group     dciIdentifiers  `json:"group_identifier"`
	Head      struct {
		Person dciPerson `json:"person"`
	} `json:"group_head_info"`
	Members []struct {
		Member struct {
			Identifier  dciIdentifiers `json:"member_identifier"`
			Demographic struct {
				Person dciPerson `json:"person"`
			} `json:"demographic_info"`
			Relation string `json:"relationship_head"`
		} `json:"household_member"`
	} `json:"member_list"`
}

func readDCI(file string, r io.Reader, _ Options) ([]Record, error) {
	data, err := io.ReadAll(io.LimitReader(r, casework.MaxFile+1))
	if err != nil {
		return nil, err
	}
	p := newReporter(file)
	var message dciMessage
	switch {
	case len(data) > casework.MaxFile:
		p.report(0, casework.TooLarge, "")
	case !utf8.Valid(data):
		p.report(0, casework.MalformedFile, "not UTF-8")
	default:
		if err := json.Unmarshal(data, &message); err != nil {
			p.report(lineOfError(data, err), casework.MalformedFile, "not a search response in JSON")
		}
	}
	if len(p.problems) > 0 {
		return nil, p.problems
	}
	var records []Record
	at, line := 0, 1
	for _, response := range message.Message.Responses {
		for _, raw := range response.Data.Records {
			if found := bytes.Index(data[at:], raw); found >= 0 {
				line += bytes.Count(data[at:at+found], []byte("\n"))
				at += found
			}
			if len(records) == casework.MaxRows {
				p.report(line, casework.TooLarge, "")
				return nil, p.problems
			}
			records = append(records, p.dci(line, raw))
		}
	}
	if len(records) == 0 {
		p.report(0, casework.NoRows, "")
	}
	return records, p.problems.Err()
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
		record.Identifier = parsed.Identifier.first()
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
		id := m.Member.Demographic.Person.Identifier.first()
		if id == "" {
			id = m.Member.Identifier.first()
		}
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

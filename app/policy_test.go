package app_test

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	authoritykeeper "github.com/reliefchain/relief/x/authority/keeper"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// policyPage says in docs/policy.md who may send what on a new network.
func policyPage() string {
	prices := map[string]string{}
	for _, p := range app.Prices() {
		prices[p.Message] = strings.ToLower(strings.TrimPrefix(p.Class.String(), "SERVICE_CLASS_"))
	}
	rules := slices.SortedFunc(slices.Values(app.Policy()), func(a, b authoritytypes.Rule) int { return cmp.Compare(a.Action, b.Action) })
	var b strings.Builder
	b.WriteString(`# Who may do what

The policy table that a network starts with. A message without a row is refused. The provinces change rows by vote;
"reliefd query authority rules" shows those in force. An officer must hold the role in an organisation of one of the kinds, the organisation must be
active, and what the message is about must lie in its area. This page is generated: go test ./app -run TestPolicyPage -rewrite.

## By message
Approvals are by how many persons, of how many organisations, whose appointments rest on as many; the delay begins with the last one that is
needed; a proposal is open for a time. A message with a dash can't be proposed: it counts its persons itself. What
is delegable a county may let the officers of a township do, each with the role, until a date and within caps.

| message | role | organisation | approvals | of organisations | delay | open for | class of service | delegable |
|---|---|---|---|---|---|---|---|---|
`)
	byRole := map[authoritytypes.Role][]string{}
	for _, r := range rules {
		class := prices[r.Action]
		if class == "" {
			class = "by vote, no fee"
		}
		name := short(r.Action)
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", name, roleName(r.Role), kindNames(r.Kinds), approvalCells(r), class, yesNo(r.Delegable))
		byRole[r.Role] = append(byRole[r.Role], name)
	}
	b.WriteString("\n## By role\n| role | may |\n|---|---|\n")
	for _, role := range allRoles() {
		may := strings.Join(byRole[role], ", ")
		if may == "" {
			may = "nothing yet"
		}
		fmt.Fprintf(&b, "| %s | %s |\n", roleName(role), may)
	}
	b.WriteString(`
## By form
What the chain answers when role, kind or area are wrong, and when they are right. Who answers for an office account are the officers who
approved what it does, each by role, kind and area, when it is carried out.

| form | wrong | right |
|---|---|---|
| an officer directly, the row asks for one and no delay | ErrRoleMissing, ErrKindNotAllowed, ErrAreaOutside | allowed |
| an officer directly, the row asks for more | ErrRoleMissing, ErrKindNotAllowed, ErrAreaOutside | ErrApprovalsNeeded |
| an office account in a transaction of its own | ErrOfficerUnknown | ErrOfficerUnknown |
| a proposal with as many approvals as the row asks for | ErrRoleMissing, ErrKindNotAllowed, ErrAreaOutside | allowed |
| a proposal with fewer | ErrRoleMissing, ErrKindNotAllowed, ErrAreaOutside | ErrApprovalsMissing |
| a proposal of two persons where the row asks for two organisations | ErrRoleMissing, ErrKindNotAllowed, ErrAreaOutside | ErrOrganisationsMissing |
`)
	b.WriteString("\n## Their own affair\nEverybody may, for their own account, key, seat or office: ")
	own := make([]string, len(ownAffairs))
	for n, url := range ownAffairs {
		own[n] = short(url)
	}
	slices.Sort(own)
	b.WriteString(strings.Join(own, ", ") + ".\n\n## Without a row\nOnly by the provinces' vote, whatever the table says: ")
	voted := make([]string, len(decided))
	for n, url := range decided {
		voted[n] = short(url)
	}
	slices.Sort(voted)
	b.WriteString(strings.Join(voted, ", ") + ".\n")
	return b.String()
}

// approvalCells says what a row asks for beyond its role.
func approvalCells(r authoritytypes.Rule) string {
	if r.Role == authoritytypes.ROLE_PROVINCES {
		return "the vote | – | – | –"
	}
	if authoritytypes.CheckProposable(r.Action) != nil {
		return "1 | 1 | – | –"
	}
	delay := "none"
	if r.DelaySeconds > 0 {
		delay = (time.Duration(r.DelaySeconds) * time.Second).String()
	}
	return fmt.Sprintf("%d | %d | %s | %d days", r.Persons(), r.Bodies(), delay, r.Expiry()/(24*60*60))
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// short is module.Name of a message.
func short(url string) string {
	parts := strings.Split(strings.TrimPrefix(url, "/"), ".")
	return parts[1] + "." + strings.TrimPrefix(parts[len(parts)-1], "Msg")
}

func roleName(r authoritytypes.Role) string {
	return strings.ToLower(strings.TrimPrefix(r.String(), "ROLE_"))
}

func kindNames(kinds []authoritytypes.OrganisationKind) string {
	if len(kinds) == 0 {
		return "any"
	}
	names := make([]string, len(kinds))
	for n, k := range kinds {
		names[n] = strings.ToLower(strings.TrimPrefix(k.String(), "ORGANISATION_KIND_"))
	}
	return strings.Join(names, ", ")
}

func allRoles() []authoritytypes.Role {
	var roles []authoritytypes.Role
	for r := authoritytypes.ROLE_ADMIN; r.Known(); r++ {
		roles = append(roles, r)
	}
	return roles
}

func allKinds() []authoritytypes.OrganisationKind {
	var kinds []authoritytypes.OrganisationKind
	for k := authoritytypes.ORGANISATION_KIND_NATIONAL; k.Known(); k++ {
		kinds = append(kinds, k)
	}
	return kinds
}

func TestPolicyPage(t *testing.T) { golden(t, "../../docs/policy.md", policyPage()) }

// matrix is a chain with an organisation of each kind but the national one, and two officers with each role in each.
type matrix struct {
	chain         *chaintest.Chain
	places        map[authoritytypes.OrganisationKind]string
	organisations map[authoritytypes.OrganisationKind]uint32
	officers      map[authoritytypes.OrganisationKind]map[authoritytypes.Role][2]authoritytypes.Officer
}

func newMatrix(t *testing.T) matrix {
	t.Helper()
	m := matrix{
		places: map[authoritytypes.OrganisationKind]string{
			authoritytypes.ORGANISATION_KIND_PROVINCE: "36", authoritytypes.ORGANISATION_KIND_CITY: "3601",
			authoritytypes.ORGANISATION_KIND_TOWNSHIP: "360101001",
		},
		organisations: map[authoritytypes.OrganisationKind]uint32{},
		officers:      map[authoritytypes.OrganisationKind]map[authoritytypes.Role][2]authoritytypes.Officer{},
	}
	m.chain = chaintest.New(t, chaintest.Seats(), func(a *app.App, g *app.Genesis) error {
		if err := chaintest.World(a, g); err != nil {
			return err
		}
		if err := g.AddAreas("3601", "360101", "360101001", "360101002"); err != nil {
			return err
		}
		parents := []uint32{chaintest.Organisations["nation"]}
		for _, kind := range allKinds()[1:] {
			m.places[kind] = cmp.Or(m.places[kind], "360101")
			id, err := g.AddOrganisation(kind, m.places[kind], parents[len(parents)-1])
			if err != nil {
				return err
			}
			if kind.Administrative() && kind != authoritytypes.ORGANISATION_KIND_TOWNSHIP {
				parents = append(parents, id)
			}
			m.organisations[kind], m.officers[kind] = id, map[authoritytypes.Role][2]authoritytypes.Officer{}
			var all []authoritytypes.Officer
			for _, role := range allRoles() {
				if role == authoritytypes.ROLE_PROVINCES {
					continue
				}
				var pair [2]authoritytypes.Officer
				for n := range pair {
					name := fmt.Sprintf("matrix-%d-%d-%d", kind, role, n)
					credential := sha256.Sum256([]byte(name))
					pair[n] = authoritytypes.Officer{
						Address: chaintest.Officer(name), Organisation: id, Roles: []authoritytypes.Role{role}, Credential: credential[:],
						ValidFrom: chaintest.Genesis.Unix() - 1, ValidUntil: chaintest.Genesis.Unix() + 1_000_000,
					}
				}
				m.officers[kind][role] = pair
				all = append(all, pair[:]...)
			}
			if err := g.AddOfficer(all...); err != nil {
				return err
			}
		}
		return nil
	}, chaintest.Straight)
	m.chain.Block(m.chain.Now)
	return m
}

// ask puts one message, for two officers of a role and an organisation and a place, in every form, and tells how many cases these are.
func (m matrix) ask(t *testing.T, ctx sdk.Context, rule authoritytypes.Rule, kind authoritytypes.OrganisationKind, role authoritytypes.Role, place string, right bool) int {
	t.Helper()
	k := m.chain.App().Authority
	pair := m.officers[kind][role]
	own, err := k.Organisation(ctx, m.organisations[kind])
	require.NoError(t, err)
	_, direct := k.Authorize(ctx, pair[0].Address, rule.Action, place)
	_, office := k.Authorize(ctx, authoritytypes.OfficeAccount(own.Id).String(), rule.Action, place)

	var hands []authoritytypes.Approval
	for _, o := range pair {
		hands = append(hands, authoritytypes.Approval{Officer: o.Address, Organisation: o.Organisation, Credential: o.Credential})
	}
	two, bodies := rule, rule
	two.Approvals, bodies.Approvals, bodies.Organisations = 2, 2, 2
	count := func(r authoritytypes.Rule, hands []authoritytypes.Approval) error {
		_, _, err := k.CountApprovals(ctx, r, own, hands, place)
		return err
	}
	for _, c := range []struct {
		form string
		got  error
		want error // when everything is right
	}{
		{form: "direct", got: direct},
		{form: "office account", got: office, want: authoritytypes.ErrOfficerUnknown},
		{form: "proposal, one needed", got: count(rule, hands[:1])},
		{form: "proposal, two needed and there", got: count(two, hands)},
		{form: "proposal, two needed and one there", got: count(two, hands[1:]), want: authoritytypes.ErrApprovalsMissing},
		{form: "proposal, two of one organisation for two", got: count(bodies, hands), want: authoritytypes.ErrOrganisationsMissing},
	} {
		const name = "%s by %s of %s for %s, %s"
		switch {
		case !right:
			require.Error(t, c.got, name, rule.Action, role, kind, place, c.form)
		case c.want != nil:
			require.ErrorIs(t, c.got, c.want, name, rule.Action, role, kind, place, c.form)
		default:
			require.NoError(t, c.got, name, rule.Action, role, kind, place, c.form)
		}
	}
	return 6
}

// TestPolicyMatrix asks the chain about every message × role × kind of organisation × place × form, and compares with what the page says.
func TestPolicyMatrix(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/policy.md")
	require.NoError(t, err)
	m := newMatrix(t)
	ctx, cases := m.chain.Context(), 0
	for _, rule := range app.Policy() {
		row := rowOf(t, string(page), rule.Action)
		for kind, byRole := range m.officers {
			for role := range byRole {
				for place, inside := range map[string]bool{m.places[kind]: true, "360101002": false, "3602": false, authoritytypes.Nation: false, "12": false} {
					inside = inside || authoritytypes.Contains(m.places[kind], place)
					right := inside && row[1] == roleName(role) && (row[2] == "any" || slices.Contains(strings.Split(row[2], ", "), kindNames([]authoritytypes.OrganisationKind{kind})))
					cases += m.ask(t, ctx, rule, kind, role, place, right)
				}
			}
		}
		_, err := m.chain.App().Authority.Authorize(ctx, app.Governance(), rule.Action, authoritytypes.Nation)
		require.Equal(t, row[1] == "provinces", err == nil, "%s by vote", rule.Action)
		_, err = m.chain.App().Authority.Authorize(ctx, chaintest.Officer("nobody"), rule.Action, authoritytypes.Nation)
		require.Error(t, err)
		cases += 2
	}
	require.Greater(t, cases, 100_000)
	t.Log(cases, "cases")
}

// Once a row asks for two, nobody does alone what one did before, and everybody else is refused as before.
func TestPolicyMatrixWithTwoApprovals(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	k := m.chain.App().Authority
	for _, rule := range app.Policy() {
		ctx, _ := m.chain.Context().CacheContext()
		two := rule
		two.Approvals = 2
		_, err := authoritykeeper.NewMsgServer(k).SetRules(ctx, &authoritytypes.MsgSetRules{Signer: app.Governance(), Set: []authoritytypes.Rule{two}})
		if authoritytypes.CheckProposable(rule.Action) != nil || rule.Role == authoritytypes.ROLE_PROVINCES {
			require.ErrorIs(t, err, authoritytypes.ErrRuleInvalid, rule.Action)
			continue
		}
		require.NoError(t, err, rule.Action)
		for kind, byRole := range m.officers {
			for role, pair := range byRole {
				_, before := k.Authorize(m.chain.Context(), pair[0].Address, rule.Action, m.places[kind])
				_, after := k.Authorize(ctx, pair[0].Address, rule.Action, m.places[kind])
				if before == nil {
					require.ErrorIs(t, after, authoritytypes.ErrApprovalsNeeded, "%s by %s of %s", rule.Action, role, kind)
				} else {
					require.Equal(t, before.Error(), after.Error())
				}
			}
		}
	}
}

// rowOf is the row of a message on the page.
func rowOf(t *testing.T, page, action string) []string {
	t.Helper()
	for line := range strings.Lines(page) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "| "), " | ")
		if len(cells) == 9 && cells[0] == short(action) {
			return cells
		}
	}
	require.Fail(t, "the page has no row", action)
	return nil
}

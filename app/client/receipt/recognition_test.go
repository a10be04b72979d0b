package receipt_test

import (
	"bytes"
	"path/filepath"
	"testing"
	"time"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app/client/receipt"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

const lowIncome = 1

var (
	aliceKey = secp256k1.GenPrivKeyFromSecret([]byte("alice"))
	bobKey   = secp256k1.GenPrivKeyFromSecret([]byte("bob"))
	school   = bytes.Repeat([]byte{0x5c}, types.VerifierLength)
	lender   = bytes.Repeat([]byte{0x1e}, types.VerifierLength)
	asked    = bytes.Repeat([]byte{0x77}, types.NonceLength)
)

// recognised is what a register says about Alice and Bob.
type recognised struct {
	alice, bob   types.Person
	guardianship *types.Guardianship // of Alice
	until        time.Time           // of Alice's recognition; zero for none
}

// known is Alice with a recognition, who acts for herself.
func known() recognised {
	person := func(ref []byte, key *secp256k1.PrivKey) types.Person {
		return types.Person{Ref: ref, AttrRoot: bytes.Repeat([]byte{1}, 32), HolderKey: key.PubKey().Bytes(), HomeArea: "11", Status: types.PERSON_STATUS_REGISTERED, Organisation: 1}
	}
	return recognised{alice: person(alice, aliceKey), bob: person(bob, bobKey), until: now.Add(24 * time.Hour)}
}

// ward is Alice as Bob's ward.
func ward() recognised {
	r := known()
	r.guardianship = &types.Guardianship{Ward: alice, Guardian: bob}
	return r
}

func (r recognised) chain(t testing.TB) *chain {
	t.Helper()
	var entries [][2][]byte
	put := func(key []byte, record interface{ Marshal() ([]byte, error) }) {
		raw, err := record.Marshal()
		require.NoError(t, err)
		entries = append(entries, [2][]byte{key, raw})
	}
	put(types.PersonKey(alice), &r.alice)
	put(types.PersonKey(bob), &r.bob)
	if r.guardianship != nil {
		put(types.GuardianshipKey(alice), r.guardianship)
	}
	if !r.until.IsZero() {
		put(types.RecognitionKey(alice, lowIncome), &types.Recognition{
			Person: alice, Category: lowIncome, Organisation: 7, Since: genesis.Unix(), ValidUntil: r.until.Unix(),
		})
	}
	return newChain(t, entries...)
}

// shown is what a holder hands over: signed with a key, for the school, in the newest state.
func (r recognised) shown(t testing.TB, key *secp256k1.PrivKey, edit ...func(*types.Authorisation)) (*chain, *receipt.Recognition) {
	t.Helper()
	c := r.chain(t)
	a := types.Authorisation{ChainID: chainID, Verifier: school, Nonce: asked, Person: alice, Category: lowIncome, Expires: now.Add(time.Hour).Unix()}
	for _, change := range edit {
		change(&a)
	}
	signature, err := key.Sign(a.SignBytes())
	require.NoError(t, err)
	shown := &receipt.Recognition{
		Headers: receipt.Headers{ChainID: chainID}, Authorisation: a, Signature: signature,
		Recognised:   c.entry(t, later, types.RecognitionKey(a.Person, a.Category)),
		Person:       c.entry(t, later, types.PersonKey(a.Person)),
		Guardianship: c.entry(t, later, types.GuardianshipKey(a.Person)),
	}
	if r.guardianship != nil {
		shown.Guardian = c.entry(t, later, types.PersonKey(r.guardianship.Guardian))
	}
	shown.Blocks = append(shown.Blocks, c.block(t, first), c.block(t, later))
	return c, shown
}

func TestRecognition(t *testing.T) {
	for _, tc := range []struct {
		name string
		of   recognised
		key  *secp256k1.PrivKey
	}{
		{name: "the holder shows it", of: known(), key: aliceKey},
		{name: "the guardian shows a ward's", of: ward(), key: bobKey},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, r := tc.of.shown(t, tc.key)
			name := filepath.Join(t.TempDir(), "recognition.json")
			require.NoError(t, r.Save(name))
			format, err := receipt.FormatOf(name)
			require.NoError(t, err)
			require.Equal(t, receipt.RecognitionFormat, format)
			loaded, err := receipt.LoadRecognition(name)
			require.NoError(t, err)
			proved, err := loaded.Verify(c.trust(first), receipt.DefaultTrustingPeriod, now,
				receipt.ExpectRecognition{Verifier: school, Nonce: asked, ChainID: chainID, Category: lowIncome, Ref: alice})
			require.NoError(t, err)
			require.EqualValues(t, 7, proved.Recognition.Organisation)
			require.EqualValues(t, later-1, proved.Height)
		})
	}
}

// TestRecognitionRefuses lists every way to show a recognition to whom it isn't for, when it doesn't hold, or of somebody else.
func TestRecognitionRefuses(t *testing.T) {
	locked, dead, over, none := known(), known(), known(), known()
	locked.alice.Lock = &types.Lock{Reason: types.LOCK_REASON_KEY_LOST}
	dead.alice.Status = types.PERSON_STATUS_DECEASED
	over.until, none.until = now, time.Time{}
	lockedGuardian := ward()
	lockedGuardian.bob.Lock = &types.Lock{Reason: types.LOCK_REASON_KEY_LOST}
	for _, tc := range []struct {
		name string
		of   recognised
		key  *secp256k1.PrivKey
		sign func(*types.Authorisation)
		edit func(*receipt.Recognition)
		want receipt.ExpectRecognition
		at   time.Time
		// nameless is a verifier who doesn't say who it is
		nameless bool
		err      error
	}{
		{name: "to another verifier", of: known(), want: receipt.ExpectRecognition{Verifier: lender}, err: receipt.ErrNotAuthorised},
		{name: "to a verifier who names none", of: known(), nameless: true, err: receipt.ErrNotAuthorised},
		{
			name: "readdressed to another verifier", of: known(), want: receipt.ExpectRecognition{Verifier: lender}, err: receipt.ErrNotAuthorised,
			edit: func(r *receipt.Recognition) { r.Authorisation.Verifier = lender },
		},
		{name: "a second time", of: known(), want: receipt.ExpectRecognition{Verifier: school, Nonce: bytes.Repeat([]byte{1}, types.NonceLength)}, err: receipt.ErrNotAuthorised},
		{
			name: "with a later nonce", of: known(), want: receipt.ExpectRecognition{Verifier: school, Nonce: bytes.Repeat([]byte{1}, types.NonceLength)}, err: receipt.ErrNotAuthorised,
			edit: func(r *receipt.Recognition) { r.Authorisation.Nonce = bytes.Repeat([]byte{1}, types.NonceLength) },
		},
		{name: "after the holder's time", of: known(), at: now.Add(time.Hour), err: receipt.ErrRecognitionOver},
		{
			name: "with a longer time", of: known(), at: now.Add(time.Hour), err: receipt.ErrNotAuthorised,
			edit: func(r *receipt.Recognition) { r.Authorisation.Expires += 3600 },
		},
		{name: "of another category", of: known(), want: receipt.ExpectRecognition{Verifier: school, Category: 2}, err: receipt.ErrNotAuthorised},
		{name: "of another person", of: known(), want: receipt.ExpectRecognition{Verifier: school, Ref: bob}, err: receipt.ErrNotAuthorised},
		{name: "signed for another chain", of: known(), sign: func(a *types.Authorisation) { a.ChainID = "relief-other" }, err: receipt.ErrWrongChain},
		{name: "signed by a stranger", of: known(), key: bobKey, err: receipt.ErrNotAuthorised},
		{name: "signed by the ward", of: ward(), key: aliceKey, err: receipt.ErrNotAuthorised},
		{
			name: "the guardian is left out", of: ward(), key: aliceKey, err: receipt.ErrTampered,
			edit: func(r *receipt.Recognition) { r.Guardianship.Value = nil },
		},
		{
			name: "another as the guardian", of: ward(), key: aliceKey, err: receipt.ErrTampered,
			edit: func(r *receipt.Recognition) { r.Guardian = r.Person },
		},
		{
			name: "another's key in the record", of: known(), key: bobKey, err: receipt.ErrTampered,
			edit: func(r *receipt.Recognition) {
				p := known().alice
				p.HolderKey = bobKey.PubKey().Bytes()
				r.Person.Value, _ = p.Marshal()
			},
		},
		{name: "a locked person", of: locked, err: receipt.ErrNotAuthorised},
		{name: "a dead person", of: dead, err: receipt.ErrNotAuthorised},
		{name: "a locked guardian", of: lockedGuardian, key: bobKey, err: receipt.ErrNotAuthorised},
		{name: "revoked", of: none, err: receipt.ErrNotRecognised},
		{name: "over", of: over, err: receipt.ErrRecognitionOver},
		{name: "made longer", of: known(), err: receipt.ErrTampered, edit: func(r *receipt.Recognition) {
			r.Recognised.Value, _ = (&types.Recognition{Person: alice, Category: lowIncome, Organisation: 7, ValidUntil: now.Add(99 * time.Hour).Unix()}).Marshal()
		}},
		{name: "from a state before it may have been revoked", of: known(), want: receipt.ExpectRecognition{Verifier: school, MaxAge: time.Minute}, err: receipt.ErrStale},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if tc.key == nil {
				tc.key = aliceKey
			}
			if tc.sign == nil {
				tc.sign = func(*types.Authorisation) {}
			}
			c, r := tc.of.shown(t, tc.key, tc.sign)
			if tc.edit != nil {
				tc.edit(r)
			}
			if tc.at.IsZero() {
				tc.at = now
			}
			if tc.want.Verifier == nil && !tc.nameless {
				tc.want.Verifier = school
			}
			_, err := r.Verify(c.trust(first), receipt.DefaultTrustingPeriod, tc.at, tc.want)
			require.ErrorIs(t, err, tc.err)
		})
	}
}

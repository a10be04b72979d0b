package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/client/register"
	"github.com/reliefchain/relief/x/pseudonym/client/office"
	"github.com/reliefchain/relief/x/pseudonym/oprf"
	"github.com/reliefchain/relief/x/pseudonym/types"
)

// Refusals of "reliefd tags".
var (
	errCase        = errors.New(`want --case intake:REF, household:REF or person:REF with 32 hexadecimal digits, or --case intake for a fresh reference`)
	errNotInFile   = errors.New("a person of the documents isn't in the register file")
	errSampleEpoch = errors.New("the sample was asked for under a key that has ended")
)

func tagsCommand(a *app.App) *cobra.Command {
	var (
		flags officeFlags
		proof sourceFlags
		t     tagsJob
	)
	cmd := &cobra.Command{
		Use: "tags FILE", Short: "Make the tags of persons from their identity documents (intake)", Args: cobra.ExactArgs(1),
		Annotations: map[string]string{offline: ""},
		Long: `Reads identity documents from a file of the office, has a request recorded on the chain, asks the provinces through the node of
the own province, checks every answer, and writes the tags. FILE has one person a line:

  {"person":"32 hexadecimal digits","kind":"citizen","number":"..."}
  {"person":"...","kind":"passport","country":"FRA","number":"..."}

The numbers stay in FILE and in memory: nothing of them is sent, printed or written. Delete FILE when it is no longer needed.
With --witness the key that the tags are made with is proved from the chain's state, so that the node can't show another one.
The tags go into --out, and into the persons of a register file with --register, for "reliefd import check" and what comes after.

A request cites a case. Before a household is registered that is the reference it will have (intake:REF, the same for all requests of
one intake); later household:REF or person:REF. Requests count against the office's quota of the day: "reliefd query pseudonym quota".

Between two epochs of the tag key whoever is registered needs a tag of each: both are made. To issue tags of registered persons again
("reliefd query beneficiary tag-epochs" tells whether that is due), use --epoch with the next epoch, then "reliefd reissue".

A reviewer of a county that a sample was drawn for (see "reliefd query pseudonym samples") uses --sample instead of --case, with the
documents that the other office shows, and then tells the verdict with "reliefd tx pseudonym report-sample".`,
		Example: `  reliefd tags documents.jsonl --class 1 --case intake --out tags.jsonl --from intake
  reliefd tags documents.jsonl --class 1 --case intake --register longxun.jsonl --out longxun-tagged.jsonl --from intake
  reliefd tags shown.jsonl --class 1 --sample 7 --out again.jsonl --from reviewer`,
		RunE: func(cmd *cobra.Command, args []string) error {
			documents, err := readDocuments(args[0])
			if err != nil {
				return err
			}
			defer office.Forget(documents, nil)
			if err := t.prepare(documents); err != nil {
				return err
			}
			c, err := flags.dial(cmd, a)
			if err != nil {
				return err
			}
			defer closeQuietly(c)
			if proof.network = flags.network; proof.network != "" || len(proof.witnesses) > 0 {
				proof.chainID = c.ChainID()
				source, err := proof.source(cmd)
				if err != nil {
					return err
				}
				t.keys = provenKeys(source, a.Encoding().Codec)
			}
			made, err := t.make(cmd, c, flags.key, documents)
			if err != nil {
				return err
			}
			if err := t.write(made); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "Wrote %d tags to %s. %s\n", len(made), t.out, t.next())
			return nil
		},
	}
	flags.add(cmd, true)
	proof.addNodes(cmd, "who prove the tag key; without one the node is believed")
	cmd.Flags().Uint32Var(&t.class, "class", 0, "exclusivity class of the programme (\"reliefd query grant programme\" shows it)")
	cmd.Flags().StringVar(&t.cite, "case", "", "what it is for: intake, intake:REF, household:REF or person:REF")
	cmd.Flags().Uint64Var(&t.sample, "sample", 0, "number of a sample to evaluate again (reviewer)")
	cmd.Flags().Uint32Var(&t.epoch, "epoch", 0, "key to use; 0 makes a tag with each key whose tags the register takes")
	cmd.Flags().StringVar(&t.out, "out", "", "file to write; it must not exist")
	cmd.Flags().StringVar(&t.register, "register", "", "register file whose persons get the tags; --out is the new one")
	_ = cmd.MarkFlagRequired("class")
	_ = cmd.MarkFlagRequired("out")
	return cmd
}

// tagsJob is one run of "reliefd tags".
type tagsJob struct {
	class, epoch        uint32
	sample              uint64
	cite, out, register string

	kind types.CaseKind
	ref  []byte
	reg  *register.Register
	keys func(ctx context.Context, epoch uint32) (oprf.KeySet, error)
}

func readDocuments(file string) ([]office.Document, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("open the documents: %w", err)
	}
	defer closeQuietly(f)
	documents, err := office.ReadDocuments(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return documents, nil
}

// prepare checks everything that can be checked before anything is recorded.
func (t *tagsJob) prepare(documents []office.Document) error {
	if t.class == 0 {
		return errors.New("--class: classes count from 1")
	}
	if (t.sample == 0) == (t.cite == "") {
		return fmt.Errorf("%w; a reviewer uses --sample NUMBER instead", errCase)
	}
	if _, err := os.Stat(t.out); err == nil {
		return fmt.Errorf("--out: %s exists; name another file, or move it away", t.out)
	}
	if t.cite != "" {
		if err := t.parseCase(); err != nil {
			return err
		}
	}
	if t.register == "" {
		return nil
	}
	var err error
	if t.reg, _, err = readRegister(t.register); err != nil {
		return err
	}
	for _, d := range documents {
		if t.person(d.Person) == nil {
			return fmt.Errorf("%w: %x", errNotInFile, d.Person)
		}
	}
	return nil
}

func (t *tagsJob) parseCase() error {
	kind, ref, given := strings.Cut(t.cite, ":")
	known := map[string]types.CaseKind{"intake": types.CASE_KIND_INTAKE, "household": types.CASE_KIND_HOUSEHOLD, "person": types.CASE_KIND_PERSON}
	t.kind = known[kind]
	if !given && t.kind == types.CASE_KIND_INTAKE {
		t.ref = make([]byte, types.RefLength)
		_, err := io.ReadFull(rand.Reader, t.ref)
		return err
	}
	var err error
	if t.ref, err = hex.DecodeString(ref); err != nil || len(t.ref) != types.RefLength || t.kind == types.CASE_KIND_UNSPECIFIED {
		return errCase
	}
	return nil
}

// person finds a person of the register file.
func (t *tagsJob) person(ref [office.RefLength]byte) *beneficiarytypes.Enrolment {
	for i := range t.reg.Rows {
		persons := t.reg.Rows[i].Household.Persons
		if at := slices.IndexFunc(persons, func(p beneficiarytypes.Enrolment) bool { return string(p.Ref) == string(ref[:]) }); at >= 0 {
			return &persons[at]
		}
	}
	return nil
}

// make sends one request for each batch of documents.
func (t *tagsJob) make(cmd *cobra.Command, c *client.Client, key string, documents []office.Document) ([]office.Made, error) {
	ctx := cmd.Context()
	params, err := types.NewQueryClient(c.Conn()).Params(ctx, &types.QueryParamsRequest{})
	if err != nil {
		return nil, fmt.Errorf("ask for the bounds of requests: %w", err)
	}
	if t.sample != 0 {
		if err := t.checkSample(ctx, c, len(documents)); err != nil {
			return nil, err
		}
	}
	epochs, err := t.epochs(ctx, c)
	if err != nil {
		return nil, err
	}
	o := office.Office{Conn: c.Conn(), Random: rand.Reader, Record: t.record(c, key), Keys: t.keys}
	var made []office.Made
	for _, epoch := range epochs {
		for batch := range slices.Chunk(documents, int(params.Params.MaxElements)) {
			of, err := t.batch(cmd, o, epoch, batch)
			if err != nil {
				return nil, err
			}
			made = append(made, of...)
		}
	}
	return made, nil
}

// epochs are those whose tags the register takes: between two epochs whoever is registered needs a tag of each.
func (t *tagsJob) epochs(ctx context.Context, c *client.Client) ([]uint32, error) {
	if t.epoch != 0 {
		return []uint32{t.epoch}, nil
	}
	res, err := beneficiarytypes.NewQueryClient(c.Conn()).TagEpochs(ctx, &beneficiarytypes.QueryTagEpochsRequest{})
	if err != nil {
		return nil, fmt.Errorf("ask which epochs' tags the register takes: %w", err)
	}
	if !res.Epochs.Open() {
		return []uint32{res.Epochs.Current}, nil
	}
	return []uint32{res.Epochs.Current, res.Epochs.Next}, nil
}

// batch makes the tags of one request.
func (t *tagsJob) batch(cmd *cobra.Command, o office.Office, epoch uint32, documents []office.Document) ([]office.Made, error) {
	inputs, err := office.Inputs(t.class, documents)
	if err != nil {
		return nil, err
	}
	result, err := o.Tags(cmd.Context(), epoch, inputs)
	office.Forget(nil, inputs)
	for _, blamed := range result.Blamed {
		fmt.Fprintf(cmd.ErrOrStderr(), "The answer of organisation %d to request %d is wrong (%v): tell the provinces.\n", blamed.Index, result.Request, blamed.Err)
	}
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "Request %d: %d tags of epoch %d, made by organisations %v.\n", result.Request, len(result.Tags), epoch, result.Used)
	made := make([]office.Made, len(documents))
	for i, d := range documents {
		made[i] = office.Made{Person: d.Person, Class: t.class, Epoch: epoch, Tag: result.Tags[i]}
	}
	return made, nil
}

// checkSample takes the key that the first request was for.
func (t *tagsJob) checkSample(ctx context.Context, c *client.Client, documents int) error {
	first, err := types.NewQueryClient(c.Conn()).Request(ctx, &types.QueryRequestRequest{Id: t.sample})
	if err != nil {
		return fmt.Errorf("look request %d up: %w", t.sample, err)
	}
	if int(first.Request.Elements) != documents {
		return fmt.Errorf("request %d was about %d persons, the file has %d: ask the other office for exactly those", t.sample, first.Request.Elements, documents)
	}
	if _, err := office.ActiveKeySet(ctx, c.Conn(), first.Request.Epoch); errors.Is(err, office.ErrNoKey) {
		return errSampleEpoch
	}
	t.epoch = first.Request.Epoch
	return nil
}

// record sends the officer's message.
func (t *tagsJob) record(c *client.Client, key string) office.Record {
	return func(ctx context.Context, epoch uint32, hash [32]byte, elements uint32) (uint64, error) {
		signer, err := c.Address(key)
		if err != nil {
			return 0, err
		}
		if t.sample != 0 {
			res, err := c.Send(ctx, key, &types.MsgRepeatRequest{Signer: signer, Sample: t.sample, Hash: hash[:]})
			if err != nil {
				return 0, err
			}
			var answer types.MsgRepeatRequestResponse
			err = client.Response(res, &answer)
			return answer.Request, err
		}
		res, err := c.Send(ctx, key, &types.MsgRequestTags{Signer: signer, Epoch: epoch, Kind: t.kind, Ref: t.ref, Hash: hash[:], Elements: elements})
		if err != nil {
			return 0, err
		}
		var answer types.MsgRequestTagsResponse
		err = client.Response(res, &answer)
		return answer.Request, err
	}
}

// write writes the tags, or the register with them. The file is the owner's alone.
func (t *tagsJob) write(made []office.Made) error {
	f, err := os.OpenFile(t.out, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write the tags: %w", err)
	}
	if t.reg == nil {
		return errors.Join(office.WriteMade(f, made), f.Close())
	}
	for _, m := range made {
		p := t.person(m.Person)
		made := beneficiarytypes.Tag{Class: m.Class, Value: m.Tag[:]}.In(max(m.Epoch, beneficiarytypes.FirstEpoch))
		p.Tags = slices.DeleteFunc(p.Tags, func(tag beneficiarytypes.Tag) bool { return tag.Class == m.Class && tag.KeyEpoch() == made.KeyEpoch() })
		p.Tags = append(p.Tags, made)
		slices.SortFunc(p.Tags, func(a, b beneficiarytypes.Tag) int {
			return cmp.Or(cmp.Compare(a.Epoch, b.Epoch), cmp.Compare(a.Class, b.Class))
		})
	}
	return errors.Join(register.Write(f, t.reg), f.Close())
}

// next says what comes after.
func (t *tagsJob) next() string {
	switch {
	case t.sample != 0:
		return fmt.Sprintf("Compare them with those that the other office registered, then: reliefd tx pseudonym report-sample %d equal, or different", t.sample)
	case t.reg != nil:
		return "Next: reliefd import check " + t.out + " --against-chain"
	case t.kind == types.CASE_KIND_INTAKE:
		return fmt.Sprintf("The case is intake:%x; register the household under this reference.", t.ref)
	}
	return "Next: register them with the persons, \"reliefd tx beneficiary enrol --help\"."
}

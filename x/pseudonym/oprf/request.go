package oprf

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"slices"

	errorsmod "cosmossdk.io/errors"
	voprf "github.com/cloudflare/circl/oprf"
)

const (
	// MaxBatch bounds the elements of one request; changing it forks the chain.
	MaxBatch = 256
	// MaxIdentity bounds a canonical identity, bytes.
	MaxIdentity = 64

	inputDomain   = "relief-tag-v1"
	requestDomain = "relief-oprf-request-v1"
)

// Tag is the pseudonym of a person in one exclusivity class under one key.
type Tag [TagLength]byte

// Input gives the bytes a tag is derived from: the exclusivity class, from 1, and the canonical form of an identity document.
func Input(class uint32, identity []byte) ([]byte, error) {
	if class == 0 {
		return nil, errorsmod.Wrap(ErrInputMalformed, "class is missing")
	}
	if len(identity) == 0 || len(identity) > MaxIdentity {
		return nil, errorsmod.Wrapf(ErrInputMalformed, "%d bytes of identity, want 1 to %d", len(identity), MaxIdentity)
	}
	return append(binary.BigEndian.AppendUint32([]byte(inputDomain), class), identity...), nil
}

// Request is what an office sends to the trustees. It says nothing about the inputs.
type Request struct {
	Epoch   uint32  // key that is asked for
	Blinded []Point // 1 to MaxBatch elements
}

// ParseRequest makes a request from its encoding.
func ParseRequest(epoch uint32, blinded [][]byte) (Request, error) {
	if err := checkBatch(epoch, len(blinded)); err != nil {
		return Request{}, err
	}
	points, err := ParsePoints(blinded)
	if err != nil {
		return Request{}, err
	}
	return Request{Epoch: epoch, Blinded: points}, nil
}

// Validate checks the shape of a request.
func (r Request) Validate() error {
	if err := checkBatch(r.Epoch, len(r.Blinded)); err != nil {
		return err
	}
	return validPoints(r.Blinded)
}

// Hash identifies a request on the chain, 32 bytes.
func (r Request) Hash() [32]byte { return requestHash(r.Epoch, Encode(r.Blinded)) }

// RequestHash is the hash of a request from its encoded elements. It checks their number and length and doesn't decode them.
func RequestHash(epoch uint32, blinded [][]byte) ([32]byte, error) {
	if err := checkBatch(epoch, len(blinded)); err != nil {
		return [32]byte{}, err
	}
	for i, element := range blinded {
		if len(element) != PointLength {
			return [32]byte{}, errorsmod.Wrapf(ErrPointMalformed, "element %d: %d bytes, want %d", i, len(element), PointLength)
		}
	}
	return requestHash(epoch, blinded), nil
}

func requestHash(epoch uint32, blinded [][]byte) [32]byte {
	b := binary.BigEndian.AppendUint32([]byte(requestDomain), epoch)
	b = binary.BigEndian.AppendUint32(b, uint32(len(blinded)))
	for _, element := range blinded {
		b = append(b, element...)
	}
	return sha256.Sum256(b)
}

func checkBatch(epoch uint32, size int) error {
	if epoch == 0 {
		return errorsmod.Wrap(ErrEpochWrong, "epochs count from 1")
	}
	if size == 0 || size > MaxBatch {
		return errorsmod.Wrapf(ErrBatchSize, "%d elements, want 1 to %d", size, MaxBatch)
	}
	return nil
}

// Secrets is what the office keeps between Blind and Finalize: inputs and blinds, in memory only. Printing it shows nothing.
type Secrets struct{ data *voprf.FinalizeData }

// Format prints no input and no blind, whatever the verb.
func (Secrets) Format(state fmt.State, _ rune) { _, _ = fmt.Fprint(state, "secrets of a request") }

// Blind hides inputs, one to MaxBatch of them as Input gives them, behind fresh blinds.
func Blind(random io.Reader, epoch uint32, inputs [][]byte) (Request, Secrets, error) {
	if err := checkBatch(epoch, len(inputs)); err != nil {
		return Request{}, Secrets{}, err
	}
	blinds := make([]voprf.Blind, len(inputs))
	for i := range blinds {
		blind, err := randomScalar(random)
		if err != nil {
			return Request{}, Secrets{}, err
		}
		blinds[i] = blind
	}
	return blindWith(blinds, epoch, inputs)
}

func blindWith(blinds []voprf.Blind, epoch uint32, inputs [][]byte) (Request, Secrets, error) {
	// Blinding doesn't use the server's key; the library wants one to tell the mode.
	client := voprf.NewVerifiableClient(suite, &voprf.PublicKey{})
	copied := make([][]byte, len(inputs))
	for i, input := range inputs {
		copied[i] = slices.Clone(input)
	}
	data, request, err := client.DeterministicBlind(copied, blinds)
	if err != nil {
		return Request{}, Secrets{}, errorsmod.Wrap(ErrInputMalformed, err.Error())
	}
	return Request{Epoch: epoch, Blinded: pointsOf(request.Elements)}, Secrets{data}, nil
}

// Finalize removes the blinds from the combined elements and gives a tag for each input, in order.
func (s Secrets) Finalize(evaluated []Point) ([]Tag, error) {
	outputs, err := s.outputs(evaluated)
	if err != nil {
		return nil, err
	}
	tags := make([]Tag, len(outputs))
	for i, output := range outputs {
		tags[i] = Tag(output[:TagLength])
	}
	return tags, nil
}

// outputs gives the 64 bytes of RFC 9497 for each input. The base client's last step is the verifiable one's without the
// check of one server's proof, which Combine has done for each trustee.
func (s Secrets) outputs(evaluated []Point) ([][]byte, error) {
	if s.data == nil {
		return nil, errorsmod.Wrap(ErrInputMalformed, "nothing was blinded")
	}
	if err := validPoints(evaluated); err != nil {
		return nil, err
	}
	outputs, err := voprf.NewClient(suite).Finalize(s.data, &voprf.Evaluation{Elements: elements(evaluated)})
	if err != nil {
		return nil, errorsmod.Wrap(ErrBatchSize, err.Error())
	}
	return outputs, nil
}

package oprf

import (
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The sizes of a country: 31 provinces, any 21 of which make a tag.
const benchTrustees, benchThreshold = 31, 21

// spent gives the processor time of this process: a shared machine's clock says little.
func spent(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func benchSet(b *testing.B) (KeySet, []Share) {
	b.Helper()
	set, shares, err := Deal(seeded(1), 1, benchThreshold, count(benchTrustees))
	require.NoError(b, err)
	return set, shares
}

// BenchmarkEvaluate is one trustee's work on a full batch.
func BenchmarkEvaluate(b *testing.B) {
	_, shares := benchSet(b)
	random := seeded(2)
	request, _, err := Blind(random, 1, inputs(b, 1, MaxBatch))
	require.NoError(b, err)
	began := spent(b)
	for b.Loop() {
		_, err := Evaluate(random, shares[0], request)
		require.NoError(b, err)
	}
	b.ReportMetric(float64(MaxBatch*b.N)/(spent(b)-began).Seconds(), "evaluations/cpu-s")
}

// BenchmarkVerify is the check of one trustee's answer to a full batch.
func BenchmarkVerify(b *testing.B) {
	set, shares := benchSet(b)
	random := seeded(2)
	request, _, err := Blind(random, 1, inputs(b, 1, MaxBatch))
	require.NoError(b, err)
	partial := answers(b, random, request, shares[:1])[0]
	began := spent(b)
	for b.Loop() {
		require.NoError(b, VerifyPartial(set, request, partial))
	}
	b.ReportMetric(float64(MaxBatch*b.N)/(spent(b)-began).Seconds(), "verifications/cpu-s")
}

// BenchmarkOffice is an office's whole work for 250 registrations: blind, check 21 answers, combine, finalize.
func BenchmarkOffice(b *testing.B) {
	const size = 250
	set, shares := benchSet(b)
	random := seeded(2)
	of := inputs(b, 1, size)
	var took time.Duration
	for b.Loop() {
		began := spent(b)
		request, secrets, err := Blind(random, 1, of)
		took += spent(b) - began
		require.NoError(b, err)
		b.StopTimer()
		partials := answers(b, random, request, shares[:benchThreshold])
		b.StartTimer()
		began = spent(b)
		combined, err := Combine(set, request, partials)
		require.NoError(b, err)
		_, err = secrets.Finalize(combined.Evaluated)
		took += spent(b) - began
		require.NoError(b, err)
	}
	b.ReportMetric(took.Seconds()/float64(b.N)*1000/size, "cpu-s/1000-registrations")
}

// BenchmarkKeySetValidate is the check of all commitments.
func BenchmarkKeySetValidate(b *testing.B) {
	set, _ := benchSet(b)
	for b.Loop() {
		require.NoError(b, set.Validate())
	}
}

// BenchmarkCeremony is a whole key generation of 31 trustees; the metrics are what one block and one trustee spend on it.
func BenchmarkCeremony(b *testing.B) {
	random := seeded(3)
	c, err := NewCeremony(ceremonyID(1), 1, benchThreshold, count(benchTrustees))
	require.NoError(b, err)
	p := start(b, random, c, nil)
	p.offers(b)
	p.dealings(b, honest)
	p.advance(b)
	b.Run("result", func(b *testing.B) {
		for b.Loop() {
			_, err := p.Result()
			require.NoError(b, err)
		}
	})
	b.Run("share", func(b *testing.B) {
		for b.Loop() {
			_, err := p.members[1].Share(p.Ceremony)
			require.NoError(b, err)
		}
	})
	b.Run("offer", func(b *testing.B) {
		offer, err := p.members[1].Offer(random, c)
		require.NoError(b, err)
		for b.Loop() {
			_, err := c.AddOffer(offer)
			require.NoError(b, err)
		}
	})
}

package types

import (
	secure "crypto/rand" // want `import of crypto/rand: randomness`
	"hash/maphash"       // want `import of hash/maphash: its seed`
	legacy "math/rand"   // want `import of math/rand: randomness`
	"math/rand/v2"       // want `import of math/rand/v2: randomness`
	"os"                 // want `import of os: files and environment`
	"unsafe"             // want `import of unsafe: memory layout`

	"golang.org/x/text/language" // want `import of golang.org/x/text/language: .*locale`
)

var (
	_ = secure.Read
	_ = rand.IntN
	_ = legacy.Intn
	_ maphash.Seed
	_ language.Tag
	_ = os.Getenv
	_ unsafe.Pointer
)

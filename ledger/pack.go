package ledger

import (
	"embed"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// Packed bytes are how captures, bodies and texts lie in the store:
//
//	byte 0   0: the bytes follow as they are
//	         1: a Zstandard frame (RFC 8878) follows, which names the dictionary
//	            that it needs, or none
//
// Dictionaries are data/N.zdict, where N is the number in the frame. What is stored
// never changes, so neither does a dictionary: a better one gets the next number.
// dict.go makes them.
//
//	1  German news texts
const (
	packPlain = 0
	packZstd  = 1
)

//go:embed data/*.zdict
var dictFiles embed.FS

// packDict is the dictionary that new bytes are packed with.
const packDict = 1

// maxUnpacked bounds what damaged bytes can ask for.
const maxUnpacked = maxField + 1<<16

// packDictLimit is up to which size the dictionary helps.
const packDictLimit = 64 << 10

type packer struct {
	small, large *zstd.Encoder // with and without the dictionary
	dec          *zstd.Decoder
}

// packing is made on first use: it takes a few milliseconds. The encoders work in
// the caller's goroutine and at a fixed level, so the same bytes are packed alike.
var packing = sync.OnceValue(func() *packer {
	var dicts [][]byte
	var current []byte
	files, err := dictFiles.ReadDir("data")
	if err != nil {
		panic(err)
	}
	for _, f := range files {
		b, err := dictFiles.ReadFile("data/" + f.Name())
		if err != nil {
			panic(err)
		}
		dicts = append(dicts, b)
		if f.Name() == fmt.Sprintf("%d.zdict", packDict) {
			current = b
		}
	}
	p := &packer{}
	opts := []zstd.EOption{zstd.WithEncoderConcurrency(packers), zstd.WithEncoderCRC(false), zstd.WithLowerEncoderMem(true)}
	if p.large, err = zstd.NewWriter(nil, append(opts, zstd.WithEncoderLevel(zstd.SpeedBetterCompression))...); err != nil {
		panic(err)
	}
	// With a dictionary the fastest level is within a twentieth of the better one,
	// at half the time: most of that goes into setting up its tables.
	if p.small, err = zstd.NewWriter(nil, append(opts, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderDict(current), zstd.WithWindowSize(256<<10))...); err != nil {
		panic(err)
	}
	p.dec, err = zstd.NewReader(nil, zstd.WithDecoderDicts(dicts...), zstd.WithDecoderConcurrency(packers),
		zstd.WithDecoderMaxMemory(maxUnpacked), zstd.WithDecoderMaxWindow(64<<20))
	if err != nil {
		panic(err)
	}
	return p
})

// packers is how many goroutines can pack at once; each of them works alone.
const packers = 2

// pack compresses b where that makes it smaller.
func pack(b []byte) []byte {
	if len(b) < 24 {
		return append([]byte{packPlain}, b...)
	}
	p := packing()
	enc := p.small
	if len(b) > packDictLimit {
		enc = p.large
	}
	out := enc.EncodeAll(b, append(make([]byte, 0, len(b)/2+64), packZstd))
	if len(out) > len(b) {
		return append([]byte{packPlain}, b...)
	}
	return out
}

// unpack undoes pack.
func unpack(b []byte) ([]byte, error) {
	if len(b) == 0 {
		return nil, fmt.Errorf("%w: packed bytes are missing", ErrDamaged)
	}
	switch b[0] {
	case packPlain:
		return b[1:], nil
	case packZstd:
		out, err := packing().dec.DecodeAll(b[1:], nil)
		if err != nil {
			return nil, fmt.Errorf("%w: packed bytes do not unpack: %v", ErrDamaged, err)
		}
		return out, nil
	}
	return nil, fmt.Errorf("%w: packed bytes of kind %d", ErrDamaged, b[0])
}

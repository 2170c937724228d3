package eval

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
)

// DefaultTolerance is how far a figure may fall, in percentage points, before
// [CompareScores] objects.
const DefaultTolerance = 0.5

const maxScoreFile = 1 << 20 // bytes

// A ScoreFile is what a model or a stage reached on some data. It is committed
// beside what it measures, and CI compares it with what comes out now. As JSON:
//
//	{
//	  "name": "quotes dev",
//	  "data": {"file": "dev.jsonl", "sha256": "9f86d0…"},
//	  "figures": {
//	    "official macro joint F1": 61.93
//	  }
//	}
type ScoreFile struct {
	Name string    `json:"name"`
	Data ScoreData `json:"data"`
	// Figures are in percent, rounded to two decimals.
	Figures map[string]float64 `json:"figures"`
}

// ScoreData names the gold that was measured against.
type ScoreData struct {
	File   string `json:"file"`   // without its folder
	SHA256 string `json:"sha256"` // of its bytes, hexadecimal
}

// NewScoreFile makes a score file of figures from 0 to 1 that were measured on
// the file at path.
func NewScoreFile(name, path string, figures map[string]float64) (*ScoreFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	s := &ScoreFile{
		Name:    name,
		Data:    ScoreData{File: filepath.Base(path), SHA256: hex.EncodeToString(h.Sum(nil))},
		Figures: make(map[string]float64, len(figures)),
	}
	for k, x := range figures {
		if !(x >= 0 && x <= 1) { // NaN too
			return nil, fmt.Errorf("figure %q is %v, want 0 to 1", k, x)
		}
		s.Figures[k] = math.Round(x*10_000) / 100
	}
	return s, nil
}

// WriteFile writes the score file; equal scores give equal bytes.
func (s *ScoreFile) WriteFile(path string) error {
	b, err := json.MarshalIndent(s, "", "  ") // sorts the figures by name
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(b, '\n'), 0o666)
}

// ReadScoreFile reads the score file at path.
func ReadScoreFile(path string) (*ScoreFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxScoreFile+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(b) > maxScoreFile {
		return nil, fmt.Errorf("%s: larger than %d bytes", path, maxScoreFile)
	}
	var s ScoreFile
	if err := json.Unmarshal(b, &s); err != nil {
		return nil, fmt.Errorf("%s: not a score file: %w", path, err)
	}
	if s.Name == "" || s.Data.SHA256 == "" || len(s.Figures) == 0 {
		return nil, fmt.Errorf("%s: not a score file: name, data or figures are missing", path)
	}
	return &s, nil
}

// CompareScores checks a new measurement against a committed one. Every figure
// that fell by more than tolerance percentage points, or is gone, is an error, as
// are other data: the figures then cannot be compared. Figures that rose or are
// new are none.
func CompareScores(old, new *ScoreFile, tolerance float64) error {
	if old.Data.SHA256 != new.Data.SHA256 {
		return fmt.Errorf("%s: measured on %s (sha256 %.12s…), the committed scores on %s (%.12s…)",
			old.Name, new.Data.File, new.Data.SHA256, old.Data.File, old.Data.SHA256)
	}
	var errs []error
	for _, k := range sortedKeys(old.Figures) {
		was := old.Figures[k]
		is, ok := new.Figures[k]
		switch {
		case !ok:
			errs = append(errs, fmt.Errorf("%s: %s was %.2f and is not measured any more", old.Name, k, was))
		case was-is > tolerance+1e-9: // figures are decimal, their differences not quite
			errs = append(errs, fmt.Errorf("%s: %s fell from %.2f to %.2f (tolerance %.2f)", old.Name, k, was, is, tolerance))
		}
	}
	return errors.Join(errs...)
}

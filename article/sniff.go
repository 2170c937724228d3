package article

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"path"
	"regexp"
	"strings"
)

// peek returns the first bytes of br without consuming them.
func peek(br *bufio.Reader) ([]byte, error) {
	head, err := br.Peek(sniffLen)
	if err != nil && !errors.Is(err, io.EOF) {
		if len(head) == 0 || !errors.Is(err, bufio.ErrBufferFull) {
			return nil, err
		}
	}
	return head, nil
}

// sniff tells the format of a file by its first bytes, with its name as a hint
// where they leave it open. If it is not text, binary says what it is, with its
// article ("a JPEG image").
func sniff(head []byte, name string) (f Format, binary string) {
	if reWARC.Match(head) {
		return WARC, ""
	}
	if binary = sniffBinary(head); binary != "" {
		return Auto, binary
	}
	s := head
	if enc := sniffUTF(s); enc != nil {
		// Only the first some kB, for the format: an odd byte or a cut pair at
		// the end does no harm.
		if u, err := enc.NewDecoder().Bytes(s[:len(s)&^3]); err == nil {
			s = u
		}
	}
	s = bytes.TrimPrefix(s, []byte("\ufeff"))
	s = bytes.TrimLeft(s, " \t\r\n\f")
	root, declared := xmlRoot(s)
	switch ext := extension(name); {
	case g2Items[root] || root == "newsMessage":
		return NewsML, ""
	case looksHTML(s, ext):
		return HTML, ""
	case declared || notPages[root] != "":
		return Auto, xmlKind(root)
	case bytes.HasPrefix(s, []byte("{")):
		return sniffObject(s, ext), ""
	case reArray.Match(s) || bytes.HasPrefix(s, []byte("[")) && ext == ".json":
		return JSON, ""
	case ext == ".json":
		return JSON, ""
	case ext == ".jsonl" || ext == ".ndjson":
		return JSONL, ""
	}
	return Text, ""
}

// notPages are the roots of XML that is known and not read.
var notPages = map[string]string{
	"rss":    "a feed (RSS), which only lists articles",
	"RDF":    "a feed (RSS), which only lists articles",
	"feed":   "a feed (Atom), which only lists articles",
	"NewsML": "a NewsML 1 document; NewsML-G2 is read",
	"nitf":   "a NITF document; NITF is read within NewsML-G2",
}

const otherXML = "an XML file that is neither a page nor NewsML-G2"

// xmlKind says what XML with this root is.
func xmlKind(root string) string {
	if k := notPages[root]; k != "" {
		return k
	}
	return otherXML
}

// isXML reports whether binary is what xmlKind says.
func isXML(binary string) bool {
	if binary == otherXML {
		return true
	}
	for _, k := range notPages {
		if k == binary {
			return true
		}
	}
	return false
}

// xmlRoot returns the local name of the first element of an XML document, and
// whether the document begins with a declaration. The root is empty where
// something else stands there.
func xmlRoot(s []byte) (root string, declared bool) {
	declared = bytes.HasPrefix(s, []byte("<?xml"))
	for {
		s = bytes.TrimLeft(s, " \t\r\n")
		end := ""
		switch {
		case bytes.HasPrefix(s, []byte("<?")):
			end = "?>"
		case bytes.HasPrefix(s, []byte("<!--")):
			end = "-->"
		case bytes.HasPrefix(s, []byte("<!")):
			end = ">"
			if at := bytes.IndexAny(s, "[>"); at >= 0 && s[at] == '[' {
				end = "]>" // an internal subset
			}
		default:
			if m := reRoot.FindSubmatch(s[:min(len(s), 1<<10)]); m != nil {
				root = string(m[1])
			}
			return root, declared
		}
		at := bytes.Index(s, []byte(end))
		if at < 0 {
			return "", declared
		}
		s = s[at+len(end):]
	}
}

// extension returns the lower-case extension of a file name or URL path,
// looking through ".gz".
func extension(name string) string {
	name = strings.ToLower(name)
	if i := strings.IndexAny(name, "?#"); i >= 0 && strings.Contains(name, "://") {
		name = name[:i]
	}
	return path.Ext(strings.TrimSuffix(name, ".gz"))
}

var (
	reArray  = regexp.MustCompile(`^\[\s*(\{|\]\s*$)`)
	reObject = regexp.MustCompile(`^\{\s*("|\}|$)`)
	reWARC   = regexp.MustCompile(`^WARC/\d\.\d{1,2}[ \t]*\r?\n`)
	reRoot   = regexp.MustCompile(`^<(?:[\pL_][\pL\d_.-]*:)?([\pL_][\pL\d_.-]*)[\s/>]`)
	reLater  = regexp.MustCompile(`\n\s*\{\s*"`)
	// Tags that a page or a piece of one begins with. A plain text may well
	// begin with "<", so that any tag would not do.
	reHTMLStart = regexp.MustCompile(`(?i)^(<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(!doctype\s+html|html|head|body|title|meta|link|article|main|section|div|p|h[1-6]|span|table|ul|b|i|em|strong|a|br|script|style|center|font)[\s/>]`)
	reHTMLRoot  = regexp.MustCompile(`(?is)<(!doctype\s+html|html|head|body)[\s>]`)
	reHTMLClose = regexp.MustCompile(`(?i)</(p|div|a|b|i|em|strong|h[1-6]|span|html|body|head|article|title|script|section|table|ul)\s*>|<(br|p)\s*/?>`)
)

func looksHTML(s []byte, ext string) bool {
	if reHTMLStart.Match(s[:min(len(s), 8<<10)]) {
		return reHTMLRoot.Match(s[:min(len(s), 8<<10)]) || reHTMLClose.Match(s)
	}
	switch ext {
	case ".html", ".htm", ".xhtml":
		return reHTMLClose.Match(s) || reHTMLRoot.Match(s)
	}
	if bytes.HasPrefix(s, []byte("<")) {
		return reHTMLRoot.Match(s[:min(len(s), 4<<10)])
	}
	return false
}

// sniffObject tells a file of one JSON record, perhaps over many lines, from
// one with a record a line, by its first line.
func sniffObject(s []byte, ext string) Format {
	switch ext {
	case ".jsonl", ".ndjson":
		return JSONL
	}
	line, rest, more := bytes.Cut(s, []byte("\n"))
	switch {
	case json.Valid(line):
		return JSONL
	case !reObject.Match(s) && ext != ".json":
		return Text // prose that begins with a brace
	case ext == ".json":
		return JSON
	case !more && len(s) >= sniffLen/2:
		return JSONL // one very long line so far
	case more && len(bytes.TrimSpace(line)) > 1 && reLater.Match(append([]byte("\n"), rest...)):
		return JSONL // a broken first record, but others follow
	}
	return JSON
}

// magics are the first bytes of files that are not text. Those that could begin
// a text count only if a NUL follows somewhere.
var magics = []struct {
	at    int
	magic string
	nul   bool
	what  string
}{
	{0, "\xFF\xD8\xFF", false, "a JPEG image"},
	{0, "\x89PNG\r\n\x1a\n", false, "a PNG image"},
	{0, "GIF87a", false, "a GIF image"},
	{0, "GIF89a", false, "a GIF image"},
	{8, "WEBPVP8", false, "a WebP image"},
	{8, "WAVEfmt", false, "a WAV recording"},
	{4, "ftypavif", false, "an AVIF image"},
	{4, "ftypheic", false, "a HEIC image"},
	{4, "ftypM4A", false, "an MPEG-4 recording"},
	{4, "ftyp", true, "an MPEG-4 video"},
	{0, "II*\x00", false, "a TIFF image"},
	{0, "MM\x00*", false, "a TIFF image"},
	{0, "BM", true, "a BMP image"},
	{0, "\x00\x00\x01\x00", false, "an icon"},
	{0, "%PDF-", false, "a PDF document"},
	{0, "%!PS", false, "a PostScript document"},
	{0, "{\\rtf", false, "an RTF document"},
	{0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", false, "an old Microsoft Office document"},
	{0, "PK\x03\x04", false, "a ZIP archive"}, // refined in sniffBinary
	{0, "PK\x05\x06", false, "an empty ZIP archive"},
	{0, "\x1f\x8b", false, "a gzip archive"},
	{0, "BZh", true, "a bzip2 archive"},
	{0, "\xFD7zXZ\x00", false, "an xz archive"},
	{0, "\x28\xB5\x2F\xFD", false, "a Zstandard archive"},
	{0, "7z\xBC\xAF\x27\x1C", false, "a 7-Zip archive"},
	{0, "Rar!\x1a\x07", false, "a RAR archive"},
	{257, "ustar", true, "a tar archive"},
	{0, "\x7fELF", false, "a program (ELF)"},
	{0, "MZ", true, "a Windows program"},
	{0, "\xCF\xFA\xED\xFE", false, "a macOS program"},
	{0, "\xCA\xFE\xBA\xBE", false, "a macOS program or Java class"},
	{0, "\x00asm", false, "a WebAssembly program"},
	{0, "SQLite format 3\x00", false, "an SQLite database"},
	{0, "ID3", true, "an MP3 recording"},
	{0, "\xFF\xFB\x90", false, "an MP3 recording"},
	{0, "OggS\x00", false, "an Ogg recording"},
	{0, "fLaC\x00", false, "a FLAC recording"},
	{0, "\x1aE\xDF\xA3", false, "a Matroska video"},
	{0, "wOFF", true, "a font"},
	{0, "wOF2", true, "a font"},
	{0, "bplist00", false, "a property list (Safari web archive)"},
	{0, "PAR1", true, "a Parquet table"},
	{0, "From: <Saved by ", false, "a web archive (MHTML); save the page as HTML"},
	{0, "-----BEGIN PGP MESSAGE", false, "an encrypted message"},
}

// sniffBinary names a file that is not text, or returns "".
func sniffBinary(head []byte) string {
	nul := bytes.IndexByte(head, 0) >= 0
	for _, m := range magics {
		if len(head) < m.at+len(m.magic) || m.nul && !nul || string(head[m.at:m.at+len(m.magic)]) != m.magic {
			continue
		}
		if strings.HasPrefix(m.magic, "PK\x03") {
			return sniffZIP(head)
		}
		return m.what
	}
	if sniffUTF(head) != nil {
		return ""
	}
	// What is left may be binary of an unknown kind: text has hardly any control
	// characters, but one NUL in a long text is an accident, no format.
	var ctrl int
	s := head[:min(len(head), 8<<10)]
	for _, b := range s {
		if b < 0x20 && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != '\v' && b != 0x1b {
			ctrl++
		}
	}
	if ctrl > 1 && ctrl*10 > len(s) || len(s) == 1 && ctrl == 1 {
		return "binary data"
	}
	return ""
}

// sniffZIP tells the documents that are ZIP archives underneath.
func sniffZIP(head []byte) string {
	s := head[:min(len(head), 8<<10)]
	for _, z := range []struct{ in, what string }{
		{"mimetypeapplication/epub+zip", "an EPUB book"},
		{"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file"},
		{"word/", "a Word document"},
		{"xl/", "an Excel table"},
		{"ppt/", "a PowerPoint presentation"},
		{"META-INF/MANIFEST.MF", "a Java archive"},
	} {
		if bytes.Contains(s, []byte(z.in)) {
			return z.what
		}
	}
	return "a ZIP archive"
}

func isGzip(head []byte) bool { return bytes.HasPrefix(head, []byte{0x1f, 0x8b, 8}) }

// gunzip unpacks br as it is read.
func gunzip(br *bufio.Reader) (*bufio.Reader, error) {
	in := &countReader{r: br}
	zr, err := gzip.NewReader(in)
	if err != nil {
		return nil, err
	}
	return bufio.NewReaderSize(&bombGuard{zr: zr, in: in}, sniffLen), nil
}

type countReader struct {
	r *bufio.Reader
	n int64
}

func (c *countReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// ReadByte keeps package flate from putting a buffer of its own in between.
func (c *countReader) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

var errBomb = errors.New("a gzip archive that unpacks to more than two hundred times its size")

// bombGuard refuses archives that are made to fill the memory.
type bombGuard struct {
	zr *gzip.Reader
	in *countReader
	n  int64
}

func (g *bombGuard) Read(p []byte) (int, error) {
	n, err := g.zr.Read(p)
	g.n += int64(n)
	if g.n > ratioMatters && g.n > maxRatio*g.in.n {
		return 0, errBomb
	}
	return n, err
}

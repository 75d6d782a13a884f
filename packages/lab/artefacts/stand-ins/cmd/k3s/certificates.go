package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"strconv"
	"time"
)

// authority is a CA of ours: what signs, and the file with it, which may have what is above it as well.
type authority struct {
	certificate *x509.Certificate
	key         crypto.Signer
	file        []byte
}

func readAuthority(certificate, key string) (authority, error) {
	file, err := os.ReadFile(certificate)
	if err != nil {
		return authority{}, err
	}
	chain := certificatesIn(file)
	if len(chain) == 0 {
		return authority{}, fmt.Errorf("%s holds no certificate", certificate)
	}
	signer, err := readKey(key)
	return authority{chain[0], signer, file}, err
}

// readKey reads SEC1, PKCS#1 or PKCS#8.
func readKey(path string) (crypto.Signer, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	for {
		var block *pem.Block
		if block, text = pem.Decode(text); block == nil {
			return nil, fmt.Errorf("%s holds no private key", path)
		}
		if key, err := x509.ParseECPrivateKey(block.Bytes); err == nil {
			return key, nil
		}
		if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
			return key, nil
		}
		if key, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
			if signer, ok := key.(crypto.Signer); ok {
				return signer, nil
			}
		}
	}
}

func newKey() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return key
}

func keyText(key *ecdsa.PrivateKey) []byte {
	raw, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: raw})
}

func rsaKeyText() ([]byte, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	return pem.EncodeToMemory(block), nil
}

func certificateText(raw []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw})
}

const year = 365 * 24 * time.Hour

// lifetimeVariable is the stand-in's own, and nothing of k3s': for how many seconds the certificates are that it issues.
const lifetimeVariable = "QUORATE_STAND_IN_CERTIFICATE_SECONDS"

// leafLifetime is for how long leaves are.
var leafLifetime = year

// lifetimeOf reads the variable's text: a year where there is none.
func lifetimeOf(text string) (time.Duration, error) {
	if text == "" {
		return year, nil
	}
	seconds, err := strconv.ParseUint(text, 10, 32)
	if err != nil || seconds == 0 {
		return 0, fmt.Errorf("%s is no number of seconds: %q", lifetimeVariable, text)
	}
	return time.Duration(seconds) * time.Second, nil
}

// selfSigned makes a CA as k3s does where there is none: one certificate, for ten years.
func selfSigned(name string) (certificate, key []byte, err error) {
	signer := newKey()
	public, err := x509.MarshalPKIXPublicKey(signer.Public())
	if err != nil {
		return nil, nil, err
	}
	identifier := sha1.Sum(public)
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber:          serial(),
		Subject:               pkix.Name{CommonName: fmt.Sprintf("%s@%d", name, now.Unix())},
		NotBefore:             now.Add(-time.Minute),
		NotAfter:              now.Add(10 * year),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment | x509.KeyUsageCertSign,
		IsCA:                  true,
		BasicConstraintsValid: true,
		SubjectKeyId:          identifier[:],
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, signer.Public(), signer)
	return certificateText(raw), keyText(signer), err
}

// leaf is what a certificate is for.
type leaf struct {
	name   string
	groups []string
	// DNS names and addresses; for a server.
	names          []string
	server, client bool
}

// sign makes a certificate, followed by the file of its authority, as k3s writes them.
func (authority authority) sign(leaf leaf, public crypto.PublicKey) ([]byte, error) {
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber:          serial(),
		Subject:               pkix.Name{CommonName: leaf.name, Organization: leaf.groups},
		NotBefore:             authority.certificate.NotBefore,
		NotAfter:              now.Add(leafLifetime),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		BasicConstraintsValid: true,
	}
	if leaf.server {
		template.ExtKeyUsage = append(template.ExtKeyUsage, x509.ExtKeyUsageServerAuth)
	}
	if leaf.client {
		template.ExtKeyUsage = append(template.ExtKeyUsage, x509.ExtKeyUsageClientAuth)
	}
	for _, name := range leaf.names {
		if address := net.ParseIP(name); address != nil {
			template.IPAddresses = append(template.IPAddresses, address)
		} else {
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, authority.certificate, public, authority.key)
	if err != nil {
		return nil, err
	}
	return append(certificateText(raw), authority.file...), nil
}

// issue writes a leaf and its key, unless those that are there do: made by this authority, for the same names, with
// more than 120 days left. A key that is there stays.
func (authority authority) issue(leaf leaf, certificate, key string) error {
	signer, err := readKey(key)
	if err != nil {
		made := newKey()
		if err := writeFile(key, keyText(made), 0o600); err != nil {
			return err
		}
		signer = made
	}
	if authority.keeps(leaf, certificate, signer) {
		return nil
	}
	text, err := authority.sign(leaf, signer.Public())
	if err != nil {
		return err
	}
	return writeFile(certificate, text, 0o644)
}

func (authority authority) keeps(leaf leaf, certificate string, signer crypto.Signer) bool {
	text, err := os.ReadFile(certificate)
	if err != nil {
		return false
	}
	chain := certificatesIn(text)
	if len(chain) == 0 {
		return false
	}
	old := chain[0]
	public, ok := signer.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !public.Equal(old.PublicKey) || old.CheckSignatureFrom(authority.certificate) != nil {
		return false
	}
	for _, name := range leaf.names {
		if old.VerifyHostname(name) != nil {
			return false
		}
	}
	return time.Until(old.NotAfter) > 120*24*time.Hour
}

func serial() *big.Int {
	number, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		panic(err)
	}
	return number
}

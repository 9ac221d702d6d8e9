package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"ariga.io/atlas/sql/migrate"
)

func defineHash(flags *flag.FlagSet) action {
	url := defineFolder(flags)
	return func(_ context.Context, arguments []string, _ io.Writer) error {
		if err := noArguments(arguments); err != nil {
			return err
		}
		opened, err := openFolder(*url)
		if err != nil {
			return err
		}
		return writeSum(opened)
	}
}

func writeSum(opened folder) error {
	sum, err := opened.Checksum()
	if err != nil {
		return err
	}
	text, err := sum.MarshalText()
	if err != nil {
		return err
	}
	return replaceFile(filepath.Join(opened.files.Path(), migrate.HashFileName), text)
}

func defineValidate(flags *flag.FlagSet) action {
	url := defineFolder(flags)
	return func(_ context.Context, arguments []string, _ io.Writer) error {
		if err := noArguments(arguments); err != nil {
			return err
		}
		_, err := openValid(*url)
		return err
	}
}

// compareSums names the first file in which the folder differs from its atlas.sum.
func compareSums(recorded, actual migrate.HashFile) error {
	for index, one := range actual {
		if index < len(recorded) && recorded[index] == one {
			continue
		}
		if _, err := recorded.SumByName(one.N); err != nil {
			return fmt.Errorf("checksum mismatch: %s was added", one.N)
		}
		return fmt.Errorf("checksum mismatch: %s was edited, or a file before it was removed", one.N)
	}
	if len(recorded) > len(actual) {
		return fmt.Errorf("checksum mismatch: %s was removed", recorded[len(actual)].N)
	}
	return nil
}

// replaceFile puts a file in place in one step, so that a kill leaves the old one or the new one.
func replaceFile(path string, text []byte) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".atlas-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, written := file.Write(text)
	if err := errors.Join(written, file.Chmod(0o644), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

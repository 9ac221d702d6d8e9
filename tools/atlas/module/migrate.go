package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ariga.io/atlas/sql/migrate"
)

func defineFolder(flags *flag.FlagSet) *string {
	return flags.String("dir", "file://migrations", "folder of migrations, as file://")
}

func defineHash(flags *flag.FlagSet) action {
	folder := defineFolder(flags)
	return func(_ context.Context, arguments []string, _ io.Writer) error {
		path, sum, err := sumOfFolder(*folder, arguments)
		if err != nil {
			return err
		}
		text, err := sum.MarshalText()
		if err != nil {
			return err
		}
		return replaceFile(filepath.Join(path, migrate.HashFileName), text)
	}
}

func defineValidate(flags *flag.FlagSet) action {
	folder := defineFolder(flags)
	return func(_ context.Context, arguments []string, _ io.Writer) error {
		path, sum, err := sumOfFolder(*folder, arguments)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(filepath.Join(path, migrate.HashFileName))
		if err != nil {
			return err
		}
		var recorded migrate.HashFile
		if err := recorded.UnmarshalText(text); err != nil {
			return err
		}
		return compareSums(recorded, sum)
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

// sumOfFolder sums the up files, in the order of their names; down files are not part of atlas.sum.
func sumOfFolder(url string, arguments []string) (string, migrate.HashFile, error) {
	if err := noArguments(arguments); err != nil {
		return "", nil, err
	}
	path, isFile := strings.CutPrefix(url, "file://")
	if !isFile {
		return "", nil, errors.New("--dir has to begin with file://")
	}
	folder, err := migrate.NewLocalDir(path)
	if err != nil {
		return "", nil, err
	}
	files, err := folder.Files()
	if err != nil {
		return "", nil, err
	}
	files = slices.DeleteFunc(files, func(one migrate.File) bool { return strings.HasSuffix(one.Name(), ".down.sql") })
	sum, err := migrate.NewHashFile(files)
	return path, sum, err
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

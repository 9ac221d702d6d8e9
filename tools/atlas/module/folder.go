package main

import (
	"errors"
	"flag"
	"io/fs"
	"slices"
	"strings"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/sqltool"
)

// folder is a folder of migrations, golang-migrate's or plain ones. Down files are none of it: atlas.sum does not count them.
type folder struct{ files *migrate.LocalDir }

var _ migrate.Dir = folder{}

func defineFolder(flags *flag.FlagSet) *string {
	return flags.String("dir", "file://migrations", "folder of migrations, as file://")
}

func openFolder(url string) (folder, error) {
	path, isFile := strings.CutPrefix(url, "file://")
	if !isFile {
		return folder{}, errors.New("--dir has to begin with file://")
	}
	files, err := migrate.NewLocalDir(path)
	return folder{files}, err
}

// openValid opens a folder that is as its atlas.sum says.
func openValid(url string) (folder, error) {
	opened, err := openFolder(url)
	if err != nil {
		return folder{}, err
	}
	return opened, opened.validate()
}

func (f folder) Open(name string) (fs.File, error) { return f.files.Open(name) }

func (f folder) WriteFile(name string, text []byte) error { return f.files.WriteFile(name, text) }

func (f folder) Files() ([]migrate.File, error) {
	all, err := f.files.Files()
	if err != nil {
		return nil, err
	}
	files := slices.DeleteFunc(all, func(one migrate.File) bool { return strings.HasSuffix(one.Name(), ".down.sql") })
	for index, one := range files {
		if local, isLocal := one.(*migrate.LocalFile); isLocal && isUp(one) {
			files[index] = &sqltool.GolangMigrateFile{LocalFile: local}
		}
	}
	return files, nil
}

func (f folder) Checksum() (migrate.HashFile, error) {
	files, err := f.Files()
	if err != nil {
		return nil, err
	}
	return migrate.NewHashFile(files)
}

func (f folder) validate() error {
	sum, err := f.Checksum()
	if err != nil {
		return err
	}
	text, err := fs.ReadFile(f, migrate.HashFileName)
	if errors.Is(err, fs.ErrNotExist) && len(sum) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	var recorded migrate.HashFile
	if err := recorded.UnmarshalText(text); err != nil {
		return err
	}
	return compareSums(recorded, sum)
}

// isPaired says whether new migrations get a file for each direction.
func (f folder) isPaired() (bool, error) {
	files, err := f.Files()
	return slices.ContainsFunc(files, isUp), err
}

func isUp(file migrate.File) bool { return strings.HasSuffix(file.Name(), ".up.sql") }

//go:build system

package faults_test

func keyFaults() []fault { return nil }

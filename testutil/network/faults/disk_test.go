//go:build system

package faults_test

func diskFaults() []fault { return nil }

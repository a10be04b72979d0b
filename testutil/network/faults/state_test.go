//go:build system

package faults_test

func stateFaults() []fault { return nil }

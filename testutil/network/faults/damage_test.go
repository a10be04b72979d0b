//go:build system

package faults_test

func damageFaults() []fault { return nil }

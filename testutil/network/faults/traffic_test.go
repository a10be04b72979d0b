//go:build system

package faults_test

func trafficFaults() []fault { return nil }

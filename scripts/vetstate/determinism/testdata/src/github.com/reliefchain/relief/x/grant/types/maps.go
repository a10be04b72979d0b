package types

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sync"
)

type amounts map[string]uint64

func order(byArea amounts, areas []string) (sum uint64) {
	for _, amount := range byArea { // want `range over a map has no order`
		sum += amount
	}
	for _, area := range areas {
		sum += byArea[area]
	}
	for _, area := range slices.Sorted(maps.Keys(byArea)) {
		sum += byArea[area]
	}
	for area := range maps.Keys(byArea) { // want `maps.Keys has no order`
		sum += byArea[area]
	}
	for _, area := range slices.Collect(maps.Keys(byArea)) { // want `maps.Keys has no order`
		sum += byArea[area]
	}
	keys := maps.Keys[amounts] // want `maps.Keys has no order`
	_ = keys
	for range maps.All(byArea) { // want `maps.All: a map has no order`
		sum++
	}
	return sum
}

func generic[M ~map[K]V, K comparable, V any](m M) {
	for range m { // want `range over a map has no order`
	}
}

func hidden(byArea amounts, shared *sync.Map) { // want `sync.Map: a map has no order`
	_ = reflect.ValueOf(byArea).MapRange() // want `reflect.Value.MapRange: a map has no order`
	_ = reflect.ValueOf(byArea).MapKeys()  // want `reflect.Value.MapKeys: a map has no order`
}

func text(byArea amounts, area *string) string {
	_ = fmt.Sprintf("%p", area) // want `%p prints a memory address`
	_ = fmt.Sprintf("amount %d%%", 1)
	return fmt.Sprintf("%v", byArea) // want `a map as text is no stable format`
}

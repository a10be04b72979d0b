package types

import "math/bits"

// blockShares are how much of a block's gas, in percent, the classes that can wait may take. The others share the whole block.
// Changing these forks the chain.
var blockShares = [...]uint64{SERVICE_CLASS_BULK: 25, SERVICE_CLASS_OTHER: 25}

// AllClasses are all classes of service, the most urgent first.
func AllClasses() []ServiceClass {
	return []ServiceClass{
		SERVICE_CLASS_EMERGENCY, SERVICE_CLASS_PAYMENT, SERVICE_CLASS_BENEFICIARY, SERVICE_CLASS_OFFICE, SERVICE_CLASS_BULK, SERVICE_CLASS_OTHER,
	}
}

// Load is what transactions take of one block: gas ceilings and numbers by class. The zero value is an empty block.
type Load struct {
	gas    [SERVICE_CLASS_OTHER + 1]uint64
	number [SERVICE_CLASS_OTHER + 1]uint64
}

// Add returns the load with one more transaction, and false, with the load as it was, when its class has no room left in a block of so much
// gas; 0 is without limit. Whatever its share, a class has room for one transaction, so that a large one isn't kept out for ever. The gas of
// the whole block is bounded elsewhere.
func (l Load) Add(class ServiceClass, gas, block uint64) (Load, bool) {
	if class <= SERVICE_CLASS_UNSPECIFIED || class > SERVICE_CLASS_OTHER {
		return l, false
	}
	sum, carry := bits.Add64(l.gas[class], gas, 0)
	if carry != 0 {
		return l, false
	}
	if l.number[class] > 0 && sum > most(class, block) {
		return l, false
	}
	l.gas[class], l.number[class] = sum, l.number[class]+1
	return l, true
}

// Full tells that a class has used up its share of a block.
func (l Load) Full(class ServiceClass, block uint64) bool {
	return class > SERVICE_CLASS_UNSPECIFIED && class <= SERVICE_CLASS_OTHER && l.number[class] > 0 && l.gas[class] >= most(class, block)
}

// most is the gas of a block that a class may take.
func most(class ServiceClass, block uint64) uint64 {
	share := uint64(0)
	if int(class) < len(blockShares) {
		share = blockShares[class]
	}
	if share == 0 || block == 0 {
		return 1<<64 - 1
	}
	return block/100*share + block%100*share/100
}

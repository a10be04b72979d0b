package curve

package language

type Tag struct{}

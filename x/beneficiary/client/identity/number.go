package identity

import (
	"strconv"
	"time"
)

// Shapes of numbers.
const (
	citizenLength  = 18
	oldLength      = 15
	cardLetters    = 3
	cardLength     = 15
	passportLeast  = 5
	passportLength = 20

	// Years that a number may carry. There is no clock here: a form checks that nobody is born tomorrow.
	firstYear, lastYear = 1850, 2099
)

// citizen checks an 18-digit number of GB 11643 and lengthens the old form of 15 digits, whose years lie in 1900 to 1999 and
// which has no check digit. Area codes are not checked: they change, and a number keeps the one it was given.
func citizen(number string) (string, error) {
	switch len(number) {
	case oldLength:
		if !allDigits(number) {
			return "", ErrCharacter
		}
		body := number[:6] + "19" + number[6:]
		number = body + string(checkCharacter(body))
	case citizenLength:
		if !allDigits(number[:citizenLength-1]) || !isDigit(rune(number[citizenLength-1])) && number[citizenLength-1] != 'X' {
			return "", ErrCharacter
		}
	default:
		return "", ErrLength
	}
	if !plausibleDate(number[6:14]) {
		return "", ErrDate
	}
	if number[citizenLength-1] != checkCharacter(number[:citizenLength-1]) {
		return "", ErrCheckDigit
	}
	return number, nil
}

// checkCharacter is ISO 7064 MOD 11-2 over 17 digits: the sum of the digits times 2^(17-i), plus the check value, is 1
// modulo 11; X stands for 10.
func checkCharacter(body string) byte {
	rest := 0
	for i := range len(body) {
		rest = (rest + int(body[i]-'0')) * 2 % 11
	}
	return "0123456789X"[(12-rest)%11]
}

func plausibleDate(digits string) bool {
	date, err := time.Parse("20060102", digits)
	return err == nil && date.Year() >= firstYear && date.Year() <= lastYear
}

// permanentResident checks the shape of a card from before 2023: three letters, four digits of an area, the date of birth
// without its century, a sequence number and a check digit whose rule isn't public.
func permanentResident(number string) error {
	if len(number) != cardLength {
		return ErrLength
	}
	for _, r := range number[:cardLetters] {
		if !isLetter(r) {
			return ErrCharacter
		}
	}
	if !allDigits(number[cardLetters:]) {
		return ErrCharacter
	}
	month, _ := strconv.Atoi(number[9:11])
	day, _ := strconv.Atoi(number[11:13])
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return ErrDate
	}
	return nil
}

// passport checks length and that there is a digit: countries agree on no more.
func passport(number string) error {
	if len(number) < passportLeast || len(number) > passportLength {
		return ErrLength
	}
	for _, r := range number {
		if isDigit(r) {
			return nil
		}
	}
	return ErrCharacter
}

package types

import errorsmod "cosmossdk.io/errors"

const (
	// DefaultRecoverySeconds is 72 hours, for whoever holds the old key to object.
	DefaultRecoverySeconds = 72 * 60 * 60
	// MaxRecoverySeconds bounds the parameter: a person without a key can't wait longer than 30 days.
	MaxRecoverySeconds = 30 * 24 * 60 * 60
	// DefaultMaxAgencySeconds is a year.
	DefaultMaxAgencySeconds = 366 * 24 * 60 * 60
	// MaxMaxAgencySeconds bounds the parameter: ten years.
	MaxMaxAgencySeconds = 10 * 366 * 24 * 60 * 60
	// DefaultMatchDays is how long an office has to answer a match, working days.
	DefaultMatchDays = 10
	// MaxMatchDays bounds the parameter.
	MaxMatchDays = 60
	// DefaultTagDays is how long the paperwork of urgent help may take, working days.
	DefaultTagDays = 5
	// MaxTagDays bounds the parameter.
	MaxTagDays = 60
	// DefaultMaxDueTags is how many tags an organisation may owe at once.
	DefaultMaxDueTags = 100
	// MaxMaxDueTags bounds the parameter: so many are counted when a person is paid first.
	MaxMaxDueTags = 1_000
	// DefaultMaxRecognitionSeconds is a year.
	DefaultMaxRecognitionSeconds = 366 * 24 * 60 * 60
	// MaxMaxRecognitionSeconds bounds the parameter: ten years.
	MaxMaxRecognitionSeconds = 10 * 366 * 24 * 60 * 60
	// MaxAgentsPerPerson bounds the agents of one person.
	MaxAgentsPerPerson = 8
)

// DefaultParams gives 72 hours to object, agencies of at most a year, ten working days for an answer and five for a tag.
func DefaultParams() Params {
	return Params{
		RecoverySeconds: DefaultRecoverySeconds, MaxAgencySeconds: DefaultMaxAgencySeconds, MatchDays: DefaultMatchDays,
		TagDays: DefaultTagDays, MaxDueTags: DefaultMaxDueTags, MaxRecognitionSeconds: DefaultMaxRecognitionSeconds,
	}
}

// Validate checks the bounds of the params.
func (p Params) Validate() error {
	if p.RecoverySeconds <= 0 || p.RecoverySeconds > MaxRecoverySeconds {
		return errorsmod.Wrapf(ErrParamsInvalid, "recovery_seconds is not in 1 to %d", MaxRecoverySeconds)
	}
	if p.MaxAgencySeconds <= 0 || p.MaxAgencySeconds > MaxMaxAgencySeconds {
		return errorsmod.Wrapf(ErrParamsInvalid, "max_agency_seconds is not in 1 to %d", MaxMaxAgencySeconds)
	}
	if p.MatchDays == 0 || p.MatchDays > MaxMatchDays {
		return errorsmod.Wrapf(ErrParamsInvalid, "match_days is not in 1 to %d", MaxMatchDays)
	}
	if p.TagDays == 0 || p.TagDays > MaxTagDays {
		return errorsmod.Wrapf(ErrParamsInvalid, "tag_days is not in 1 to %d", MaxTagDays)
	}
	if p.MaxRecognitionSeconds <= 0 || p.MaxRecognitionSeconds > MaxMaxRecognitionSeconds {
		return errorsmod.Wrapf(ErrParamsInvalid, "max_recognition_seconds is not in 1 to %d", MaxMaxRecognitionSeconds)
	}
	if p.MaxDueTags == 0 || p.MaxDueTags > MaxMaxDueTags {
		return errorsmod.Wrapf(ErrParamsInvalid, "max_due_tags is not in 1 to %d", MaxMaxDueTags)
	}
	return nil
}

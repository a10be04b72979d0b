package types

import (
	"time"

	errorsmod "cosmossdk.io/errors"
)

const (
	// DefaultMaxAppointmentSeconds is three years: an appointment is looked at again within a term of office.
	DefaultMaxAppointmentSeconds = 3 * 366 * 24 * 60 * 60
	// MaxMaxAppointmentSeconds bounds the parameter itself: ten years.
	MaxMaxAppointmentSeconds = 10 * 366 * 24 * 60 * 60
	// DefaultDaySeconds is the length of a real day.
	DefaultDaySeconds = 24 * 60 * 60
	// DefaultDayZero is when 1970-01-01 began in China: eight hours before UTC.
	DefaultDayZero = -8 * 60 * 60
	// MaxDayZero is the latest start of the first day: in the year 2999.
	MaxDayZero = 32_503_680_000
	// MaxAreaLevels bounds the number of levels of area codes.
	MaxAreaLevels = 8
)

// DefaultParams gives the levels of GB/T 2260 and GB/T 10114 with villages, and appointments of at most three years.
func DefaultParams() Params {
	return Params{
		AreaWidths: []uint32{2, 4, 6, 9, 12}, MaxAppointmentSeconds: DefaultMaxAppointmentSeconds,
		DaySeconds: DefaultDaySeconds, DayZero: DefaultDayZero,
		RotationSeconds: DefaultRotationSeconds, NoticeSeconds: DefaultNoticeSeconds,
	}
}

// Validate checks the bounds of the params.
func (p Params) Validate() error {
	if len(p.AreaWidths) == 0 || len(p.AreaWidths) > MaxAreaLevels {
		return errorsmod.Wrapf(ErrParamsInvalid, "1 to %d area widths", MaxAreaLevels)
	}
	for i, width := range p.AreaWidths {
		if width < MinAreaDigits || width > MaxAreaDigits {
			return errorsmod.Wrapf(ErrParamsInvalid, "area width %d is not in %d to %d", width, MinAreaDigits, MaxAreaDigits)
		}
		if i > 0 && width <= p.AreaWidths[i-1] {
			return errorsmod.Wrap(ErrParamsInvalid, "area widths do not ascend")
		}
	}
	if p.MaxAppointmentSeconds <= 0 || p.MaxAppointmentSeconds > MaxMaxAppointmentSeconds {
		return errorsmod.Wrapf(ErrParamsInvalid, "max_appointment_seconds is not in 1 to %d", MaxMaxAppointmentSeconds)
	}
	if p.DaySeconds <= 0 || p.DaySeconds > DefaultDaySeconds {
		return errorsmod.Wrapf(ErrParamsInvalid, "day_seconds is not in 1 to %d", DefaultDaySeconds)
	}
	if last := DayOf(lastYear, time.December, 31); p.FirstDay > uint32(last) {
		return errorsmod.Wrapf(ErrParamsInvalid, "first_day is after %s", last)
	}
	if p.DayZero < -DefaultDaySeconds || p.DayZero > MaxDayZero {
		return errorsmod.Wrapf(ErrParamsInvalid, "day_zero is not in %d to %d", -DefaultDaySeconds, MaxDayZero)
	}
	if p.RotationSeconds <= 0 || p.RotationSeconds > MaxRotationSeconds {
		return errorsmod.Wrapf(ErrParamsInvalid, "rotation_seconds is not in 1 to %d", MaxRotationSeconds)
	}
	if p.NoticeSeconds <= 0 || p.NoticeSeconds > MaxRotationSeconds {
		return errorsmod.Wrapf(ErrParamsInvalid, "notice_seconds is not in 1 to %d", MaxRotationSeconds)
	}
	return nil
}

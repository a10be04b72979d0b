package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/reliefchain/relief/cmd/reliefd/devnet"
	"github.com/reliefchain/relief/testutil/county"
	"github.com/reliefchain/relief/testutil/dehua"
	"github.com/reliefchain/relief/x/grant/client/register"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

const (
	first    = granttypes.Period(dehua.FirstPeriod)
	february = first + 1
	may      = first + 4
	june     = first + 5
	year     = 2024
)

// total is what the registers promise: January to October, fen.
func total() uint64 {
	var sum uint64
	for p := dehua.FirstPeriod; p < dehua.UntilPeriod; p++ {
		for _, f := range dehua.Published(p) {
			if f.Area == dehua.County {
				sum += f.Amount
			}
		}
	}
	return sum
}

func (d *demo) areas(ctx context.Context) error {
	var codes []string
	for _, a := range dehua.Areas() {
		if strings.HasPrefix(a.Code, "35") {
			codes = append(codes, a.Code)
		}
	}
	if err := d.county.RegisterAreas(ctx, codes); err != nil {
		return err
	}
	fmt.Printf("  %d divisions registered\n", len(codes))
	return nil
}

func (d *demo) offices(ctx context.Context) error {
	if err := d.county.OpenOffices(ctx); err != nil {
		return err
	}
	fmt.Printf("  county office %d (intake, approver), treasury %d (treasurer)\n", d.county.Office, d.county.Treasury)
	return nil
}

func (d *demo) money(ctx context.Context) error {
	if err := d.county.OpenProgramme(ctx, first, dehua.MaxPerPerson); err != nil {
		return err
	}
	var fujian uint32
	for _, a := range d.info.Accounts {
		if a.Name == province+"-treasurer" {
			fujian = a.Organisation
		}
	}
	if err := d.county.OpenBudget(ctx, fujian, year, total()); err != nil {
		return err
	}
	if err := d.county.FundTreasury(ctx, total()); err != nil {
		return err
	}
	fmt.Printf("  budget of the county for %d: %s yuan; the same in %s, minted against an attested reserve\n", year, yuan(total()), devnet.Denom())
	return nil
}

func (d *demo) registers(ctx context.Context) error {
	registers, err := dehua.Registers(dehua.Seed)
	if err != nil {
		return err
	}
	for _, r := range registers {
		if err := d.county.OpenRoll(ctx, r.Area, first); err != nil {
			return err
		}
		r.Programme = d.county.Programme
		file := filepath.Join(d.dir, r.Area+".jsonl")
		out, err := os.Create(file)
		if err != nil {
			return err
		}
		if err := errors.Join(register.Write(out, &r), out.Close()); err != nil {
			return err
		}
		seal, err := d.command(ctx, "import", "seal", file, fmt.Sprint(d.county.Rolls[r.Area]), "--network", d.info.Dir, "--from", county.Approver)
		if err != nil {
			return fmt.Errorf("%w: %s", err, seal)
		}
		load, err := d.command(ctx, "import", "load", file, "--network", d.info.Dir, "--from", county.Intake)
		if err != nil {
			return fmt.Errorf("%w: %s", err, load)
		}
		fmt.Printf("  %s: %s\n", r.Area, lastLine(load))
	}
	return nil
}

func (d *demo) firstMonths(ctx context.Context) error {
	if err := d.pay(ctx, first); err != nil {
		return err
	}
	if err := d.pay(ctx, february); err != nil {
		return err
	}
	return d.compare(ctx, february)
}

func (d *demo) spring(ctx context.Context) error {
	fmt.Println("  (published as one sum; split in fen, the remainder in the last month)")
	for p := february + 1; p <= may; p++ {
		if err := d.pay(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// june kills a province between sealing and paying, and starts it again when the run is done.
func (d *demo) june(ctx context.Context) error {
	run, err := d.county.Seal(ctx, june, d.rolls()...)
	if err != nil {
		return err
	}
	if err := devnet.Kill(ctx, d.info.Dir, killed); err != nil {
		return err
	}
	fmt.Printf("  run %d is sealed: %d instalments, %s yuan; %s is killed\n", run.Id, run.SealedCount, yuan(run.SealedAmount), killed)
	if err := d.county.Authorise(ctx, run); err != nil {
		return err
	}
	if run, err = d.county.WaitDone(ctx, run.Id); err != nil {
		return err
	}
	if err := d.check(june, run); err != nil {
		return err
	}
	if err := d.compare(ctx, june); err != nil {
		return err
	}
	if err := devnet.Restart(ctx, d.info.Dir, killed); err != nil {
		return err
	}
	return d.catchUp(ctx)
}

// catchUp waits until the killed province is as far as the others.
func (d *demo) catchUp(ctx context.Context) error {
	p, err := d.info.Province(killed)
	if err != nil {
		return err
	}
	other, err := d.info.Province(province)
	if err != nil {
		return err
	}
	target, err := devnet.Height(ctx, other)
	if err != nil {
		return err
	}
	for {
		if h, err := devnet.Height(ctx, p); err == nil && h >= target {
			fmt.Printf("  %s is back and caught up at height %d\n", killed, h)
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s did not catch up to height %d: %w", killed, target, ctx.Err())
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func (d *demo) rolls() []uint32 {
	var rolls []uint32
	for _, area := range dehua.Townships() {
		rolls = append(rolls, d.county.Rolls[area])
	}
	return rolls
}

func (d *demo) pay(ctx context.Context, period granttypes.Period) error {
	run, err := d.county.Pay(ctx, period, d.rolls()...)
	if err != nil {
		return err
	}
	return d.check(period, run)
}

// check compares a run with the county's published figure.
func (d *demo) check(period granttypes.Period, run granttypes.Run) error {
	for _, f := range dehua.Published(uint32(period)) {
		if f.Area != dehua.County {
			continue
		}
		fmt.Printf("  %s  run %d paid %3d instalments, %12s yuan; published %12s\n", period, run.Id, run.PaidCount, yuan(run.PaidAmount), yuan(f.Amount))
		if run.PaidAmount != f.Amount || run.HeldCount != 0 || run.PaidCount != run.SealedCount {
			return fmt.Errorf("%s: paid %s of %s sealed, published %s", period, yuan(run.PaidAmount), yuan(run.SealedAmount), yuan(f.Amount))
		}
		return nil
	}
	return fmt.Errorf("no published figure for %s", period)
}

// compare prints a table of what the rolls paid beside what the county published.
func (d *demo) compare(ctx context.Context, period granttypes.Period) error {
	fmt.Printf("\n  %s                households        persons                    yuan\n", period)
	fmt.Printf("  %-18s %5s %10s %5s %10s %13s %13s\n", "township", "paid", "published", "paid", "published", "paid", "published")
	var sum county.Paid
	wrong := 0
	for _, f := range dehua.Published(uint32(period)) {
		paid := sum
		if f.Area != dehua.County {
			var err error
			if paid, err = d.county.PaidIn(ctx, d.county.Rolls[f.Area], period); err != nil {
				return err
			}
			sum.Households += paid.Households
			sum.Persons += paid.Persons
			sum.Amount += paid.Amount
		}
		fmt.Printf("  %-9s %s %5d %10d %5d %10d %13s %13s\n", f.Area, pad(f.Name, 8), paid.Households, f.Households, paid.Persons, f.Persons, yuan(paid.Amount), yuan(f.Amount))
		if paid.Amount != f.Amount || paid.Households != uint64(f.Households) || paid.Persons != uint64(f.Persons) {
			wrong++
		}
	}
	fmt.Println()
	if wrong > 0 {
		return fmt.Errorf("%d lines differ from the published figures", wrong)
	}
	return nil
}

// withdraw lets the head of the first household turn half a balance into coins. The key never held a coin before.
func (d *demo) withdraw(ctx context.Context) error {
	const key = "beneficiary"
	township := dehua.Townships()[0]
	secret := dehua.HolderKey(township, 0, 0)
	if err := d.county.Keys.ImportPrivKeyHex(key, hex.EncodeToString(secret.Key), "secp256k1"); err != nil {
		return err
	}
	address := sdk.AccAddress(secret.PubKey().Address()).String()
	grant := granttypes.NewGrantID(d.county.Rolls[township], 1)
	before, err := granttypes.NewQueryClient(d.county.Client.Conn()).Grant(ctx, &granttypes.QueryGrantRequest{Id: uint64(grant)})
	if err != nil {
		return err
	}
	amount := before.Record.Balance / 2
	if _, err := d.county.Client.Send(ctx, key, &granttypes.MsgWithdraw{Signer: address, Grant: uint64(grant), Amount: amount, Denom: devnet.Denom()}); err != nil {
		return err
	}
	coins, err := banktypes.NewQueryClient(d.county.Client.Conn()).Balance(ctx, &banktypes.QueryBalanceRequest{Address: address, Denom: devnet.Denom()})
	if err != nil {
		return err
	}
	if got := coins.Balance.Amount.Uint64(); got != amount*10_000 {
		return fmt.Errorf("withdrew %s yuan, got %s", yuan(amount), coins.Balance)
	}
	fmt.Printf("  grant %s: %s of %s yuan withdrawn; the account holds %s, so the fee cost it nothing\n", grant, yuan(amount), yuan(before.Record.Balance), coins.Balance)
	return nil
}

var trustLine = regexp.MustCompile(`--trust (\S+)`)

func (d *demo) receipt(ctx context.Context) error {
	grant := granttypes.NewGrantID(d.county.Rolls[dehua.Townships()[0]], 1).String()
	file := filepath.Join(d.dir, "receipt.json")
	out, err := d.command(ctx, "receipt", "payment", grant, february.String(), "-o", file, "--network", d.info.Dir)
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	trust := trustLine.FindStringSubmatch(out)
	if trust == nil {
		return fmt.Errorf("no trusted header in: %s", out)
	}
	fmt.Printf("  fetched with the other three provinces as witnesses; trusted header %s\n", trust[1])
	verified, err := d.command(ctx, "verify", file, "--trust", trust[1], "--grant", grant, "--period", february.String())
	if err != nil {
		return fmt.Errorf("%w: %s", err, verified)
	}
	fmt.Print(indent(verified))

	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	at := strings.Index(string(raw), `"leaf": "`) + len(`"leaf": "`) + 2*24 - 1 // the last digit of the amount
	raw[at] = flip(raw[at])
	forged := filepath.Join(d.dir, "forged.json")
	if err := os.WriteFile(forged, raw, 0o644); err != nil {
		return err
	}
	refused, err := d.command(ctx, "verify", forged, "--trust", trust[1])
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return fmt.Errorf("the forged receipt was not refused: %s", refused)
	}
	fmt.Printf("  one byte altered: exit code %d, %s", exit.ExitCode(), refused)
	return nil
}

// flip gives another hexadecimal digit.
func flip(digit byte) byte {
	if digit == '0' {
		return '1'
	}
	return '0'
}

// yuan writes fen with separators: 203,047.00.
func yuan(fen uint64) string {
	whole := fmt.Sprint(fen / 100)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return fmt.Sprintf("%s.%02d", whole, fen%100)
}

// pad fills a Chinese name, whose characters are two columns wide.
func pad(name string, columns int) string {
	return name + strings.Repeat(" ", max(0, columns-2*len([]rune(name))))
}

func lastLine(text string) string {
	lines := strings.FieldsFunc(strings.TrimSpace(text), func(r rune) bool { return r == '\n' || r == '\r' })
	if len(lines) == 0 {
		return ""
	}
	return lines[len(lines)-1]
}

func indent(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n  ") + "\n"
}

// Does with CosmJS what a wallet does: sends a stablecoin, pays the fee in another issuer's coin, and reads balances, the transaction
// and its events. Usage: node send.mjs dev.json, with the key of the wallet, in hexadecimal, on the standard input.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

import { DirectSecp256k1Wallet } from "@cosmjs/proto-signing";
import { BroadcastTxError, SigningStargateClient } from "@cosmjs/stargate";
import { Comet38Client } from "@cosmjs/tendermint-rpc";

const prefix = "relief";
const sent = 1_500_000n;
const most = 50_000n; // the chain charges its price, and never more than this
const refusals = { feeTooLow: 10, payerMissing: 23 }; // codes of x/fee

const network = JSON.parse(readFileSync(process.argv[2], "utf8"));
const key = Buffer.from(readFileSync(0, "utf8").trim(), "hex");

const wallet = await DirectSecp256k1Wallet.fromKey(new Uint8Array(key), prefix);
const [{ address: sender }] = await wallet.getAccounts();
const known = network.accounts.find(({ name }) => name === "wallet");
assert.equal(sender, known.address, "the key gives the wallet's address");
const [{ address: receiver }] = await (await DirectSecp256k1Wallet.fromKey(new Uint8Array(randomBytes(32)), prefix)).getAccounts();

// Left to itself, CosmJS takes the node for one of an older version and picks the client for that.
const comet = await Comet38Client.connect(`http://${network.provinces[0].rpc}`);
const client = await SigningStargateClient.createWithSigner(comet, wallet);
try {
  assert.equal(await client.getChainId(), network.chain_id);
  await play();
} finally {
  client.disconnect();
}

async function play() {
  const denom = network.denom;
  const held = await client.getAllBalances(sender);
  assert.equal(held.length, 2, "the wallet holds the coins of two issuers");
  const feeDenom = held.find((c) => c.denom !== denom).denom;

  const balances = async () => {
    const read = async (address, of) => BigInt((await client.getBalance(address, of)).amount);
    return {
      sender: await read(sender, denom), senderFee: await read(sender, feeDenom),
      receiver: await read(receiver, denom), receiverFee: await read(receiver, feeDenom),
    };
  };
  const message = {
    typeUrl: "/cosmos.bank.v1beta1.MsgSend",
    value: { fromAddress: sender, toAddress: receiver, amount: [{ denom, amount: `${sent}` }] },
  };
  // Gas is what the price list says, whatever a transaction asks for.
  const fee = (...amount) => ({ amount, gas: "200000" });
  // signAndBroadcast would keep its timer, and this program, for a minute after a refusal.
  const offer = (...amount) => client.signAndBroadcastSync(sender, [message], fee(...amount));

  const before = await balances();
  assert.ok(before.sender >= sent && before.senderFee >= most, "the wallet can pay");
  assert.deepEqual([before.receiver, before.receiverFee], [0n, 0n], "the receiver is new");

  await assert.rejects(offer(), refusedBy(refusals.payerMissing), "nobody sends for nothing");
  await assert.rejects(offer({ denom: feeDenom, amount: "1" }), refusedBy(refusals.feeTooLow), "nobody sends below the price");
  assert.deepEqual(await balances(), before, "what was refused moved nothing");

  const result = await client.signAndBroadcast(sender, [message], fee({ denom: feeDenom, amount: `${most}` }));
  assert.equal(result.code, 0, result.rawLog);
  const tx = await client.getTx(result.transactionHash);
  assert.equal(tx.code, 0);
  assert.equal(tx.height, result.height);

  const [charge, ...more] = events(tx, "relief.fee.v1.EventFeeCharged");
  assert.deepEqual(more, [], "one charge: nothing is priced by the item");
  assert.equal(JSON.parse(charge.payer), sender);
  assert.equal(JSON.parse(charge.organisation), 0, "no office pays");
  const [, amount, coin] = /^(\d+)(.*)$/.exec(JSON.parse(charge.amount));
  const paid = BigInt(amount);
  assert.equal(coin, feeDenom);
  assert.ok(paid > 0n && paid <= most, `${paid} is within the maximum`);

  const transfers = events(tx, "transfer").filter((e) => e.recipient === receiver);
  assert.equal(transfers.length, 1);
  assert.equal(transfers[0].sender, sender);
  assert.equal(transfers[0].amount, `${sent}${denom}`);

  assert.deepEqual(await balances(), {
    sender: before.sender - sent, senderFee: before.senderFee - paid, receiver: sent, receiverFee: 0n,
  });
  console.log(`block ${tx.height}: sent ${sent}${denom}, paid ${paid}${feeDenom} of at most ${most}`);
}

// events lists the attributes of every event of a type.
function events(tx, type) {
  return tx.events.filter((e) => e.type === type).map((e) => Object.fromEntries(e.attributes.map((a) => [a.key, a.value])));
}

// refusedBy recognises that the fee step refused a transaction before it got into a block.
function refusedBy(code) {
  return (error) => error instanceof BroadcastTxError && error.codespace === "fee" && error.code === code;
}

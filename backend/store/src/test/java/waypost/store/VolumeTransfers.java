package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import waypost.identity.AccountId;
import waypost.identity.TransferId;

/** Front ends of a world: transfers that come once, again, or again under another number, and what is kept for other nodes. */
final class VolumeTransfers {
    private record Sent(TransferId id, String text, long began) {}

    private final VolumeWorld world;
    private final SplittableRandom random;
    private final List<Sent> sent = new ArrayList<>();

    VolumeTransfers(VolumeWorld world) {
        this.world = world;
        this.random = world.random();
    }

    private Set<Fact> now() {
        return new HashSet<>(world.told());
    }

    private long horizon() {
        return world.now().minus(Volume.TRANSFERS).toEpochMilli() * 1000;
    }

    /** Nobody tries longer than transfers are remembered. */
    private Sent next() {
        sent.removeIf(old -> old.began() < horizon());
        boolean first = sent.isEmpty() || random.nextInt(3) > 0;
        Sent earlier = first ? new Sent(TransferId.random(random), "", 0) : sent.get(random.nextInt(sent.size()));
        if (!first && random.nextBoolean()) {
            return earlier;
        }
        String text = first
                ? VolumeLife.replied(random) + "sent " + random.nextLong() + "y".repeat(random.nextInt(1500))
                : earlier.text();
        Sent next = new Sent(TransferId.random(random), text, world.volume().tick());
        sent.add(next);
        return next;
    }

    /** To one account or to both, in one change. */
    void deliver() throws IOException {
        Sent transfer = next();
        List<AccountId> recipients = random.nextBoolean()
                ? world.accounts()
                : List.of(world.accounts().get(random.nextInt(2)));
        Optional<ReceivedBody> arrived = world.body(recipients.getFirst(), transfer.text());
        if (arrived.isPresent()) {
            deliver(transfer, recipients, arrived.get());
        }
    }

    private void deliver(Sent transfer, List<AccountId> recipients, ReceivedBody arrived) throws IOException {
        Map<AccountId, Boolean> known = new HashMap<>();
        Set<Fact> after = now();
        try (ReceivedBody body = arrived) {
            var seen = new TransferLedger.Seen(body.digest("bob@example.org"), transfer.began(), doneAt(transfer.id()));
            List<Delivery> deliveries = new ArrayList<>();
            for (AccountId id : recipients) {
                boolean here = here(id, transfer.id(), seen);
                known.put(id, here);
                if (!here) {
                    Account account = world.volume().account(id);
                    long uid = account.folder(Folder.INBOX).orElseThrow().uidNext();
                    after.add(new Fact.Mail(id.value(), "INBOX", uid, Flags.NONE, transfer.text()));
                    after.add(new Fact.Transferred(id.value(), transfer.id(), seen));
                }
                deliveries.add(new Delivery(
                        id,
                        new NewMessage(Folder.INBOX, "", Flags.NONE, StoreFixture.DATE),
                        Optional.of(new Delivery.Transfer(transfer.id(), id + "@example.net", seen))));
            }
            Optional<List<Delivered>> results =
                    world.ask(List.of(after), () -> all(world.volume().deliver(body, deliveries)));
            for (int i = 0; results.isPresent() && i < recipients.size(); i++) {
                boolean here = known.getOrDefault(recipients.get(i), false);
                assertEquals(here, results.get().get(i) instanceof Delivered.AlreadyHere);
            }
        }
    }

    /** As one answer: the deliveries of one change are refused together. */
    private static Outcome<List<Delivered>> all(Outcome<List<Delivered>> outcome) {
        if (outcome instanceof Outcome.Done<List<Delivered>>(List<Delivered> results)
                && results.getFirst() instanceof Delivered.Refused(Outcome.Reason reason)) {
            return Outcome.refused(reason);
        }
        return outcome;
    }

    private Optional<Long> doneAt(TransferId transfer) {
        return world.volume().core().marks().of(transfer);
    }

    private boolean here(AccountId account, TransferId transfer, TransferLedger.Seen arriving) {
        List<TransferLedger.Remembered> remembered = new ArrayList<>();
        for (Fact fact : world.told()) {
            if (fact instanceof Fact.Transferred(long id, var earlier, var seen) && id == account.value()) {
                // A DONE counts from when it is known, even when the full disk has no room for it.
                remembered.add(world.volume().core().marks().marked(new TransferLedger.Remembered(earlier, seen)));
            }
        }
        return TransferLedger.decide(transfer, arriving, remembered) instanceof TransferLedger.Decision.AlreadyHere;
    }

    void step() throws IOException {
        if (sent.isEmpty()) {
            return;
        }
        Sent transfer = sent.get(random.nextInt(sent.size()));
        switch (random.nextInt(6)) {
            case 0, 1 -> hold(transfer);
            case 2 -> keep(transfer);
            case 3 -> done(transfer.id());
            case 4 -> attempt();
            default -> forget();
        }
    }

    private void hold(Sent transfer) throws IOException {
        long tick = world.volume().tick() + 1;
        Set<Fact> after = now();
        after.add(new Fact.Hold(transfer.id(), tick));
        world.ask(List.of(after), () -> {
            try (ReceivedBody body = StoreFixture.body(world.volume().upload(new AccountId(0)), transfer.text())) {
                return world.volume().queue().hold(transfer.id(), body, transfer.began());
            }
        });
    }

    private void keep(Sent transfer) throws IOException {
        String recipient = "carol" + random.nextInt(2) + "@example.net";
        boolean held = stored(transfer.id())
                || world.told().stream()
                        .anyMatch(fact -> fact instanceof Fact.Hold hold
                                        && hold.transfer().equals(transfer.id())
                                || fact instanceof Fact.Queued queued
                                        && queued.transfer().equals(transfer.id()));
        boolean queued = world.told().stream()
                .anyMatch(fact -> fact instanceof Fact.Queued entry
                        && entry.transfer().equals(transfer.id())
                        && entry.recipient().equals(recipient));
        Set<Fact> after = now();
        if (held && !queued) {
            after.add(new Fact.Queued(transfer.id(), recipient, 0, doneAt(transfer.id()), transfer.text()));
        }
        KeptEnvelope envelope = new KeptEnvelope("bob@example.org", recipient, "n2", recipient, "down", Map.of());
        Optional<Optional<TransferId>> kept =
                world.ask(List.of(after), () -> world.volume().queue().keep(transfer.id(), List.of(envelope)));
        kept.ifPresent(answer -> assertEquals(held, answer.isPresent()));
    }

    /** Whether a mailbox still has the message that the transfer brought. */
    private boolean stored(TransferId transfer) throws IOException {
        Table table = world.volume().core().table();
        for (StateRecord.Transferred sent : AccountReads.ofTransfer(table, transfer)) {
            if (AccountReads.item(table, sent.account(), sent.itemNo()).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private void done(TransferId transfer) throws IOException {
        long tick = world.volume().tick() + 1;
        Optional<Long> before = doneAt(transfer);
        Set<Fact> marked = new HashSet<>();
        for (Fact fact : world.told()) {
            marked.add(
                    fact instanceof Fact.Transferred(long id, var earlier, var seen)
                                    && earlier.equals(transfer)
                                    && seen.done().isEmpty()
                            ? new Fact.Transferred(id, earlier, seen.doneAt(tick))
                            : fact);
        }
        Set<Fact> after = new HashSet<>();
        for (Fact fact : marked) {
            if (fact instanceof Fact.Queued(var id, String to, int attempts, var done, String text)
                    && id.equals(transfer)
                    && done.isEmpty()) {
                after.add(new Fact.Queued(id, to, attempts, Optional.of(tick), text));
            } else if (!(fact instanceof Fact.Hold hold) || !hold.transfer().equals(transfer)) {
                after.add(fact);
            }
        }
        Optional<Long> told =
                world.ask(List.of(marked, after), () -> world.volume().done(transfer));
        told.ifPresent(at -> assertEquals(tick, at, () -> "first mark " + before));
    }

    /** The oldest entry is tried: it fails for now, or ends. */
    private void attempt() throws IOException {
        List<HandOn> due = world.volume().queue().due(world.now().plusSeconds(120), _ -> Integer.MAX_VALUE);
        if (due.isEmpty()) {
            return;
        }
        HandOn entry = due.getFirst();
        Optional<String> read = world.text(entry.body());
        if (read.isEmpty()) {
            return;
        }
        String text = read.get();
        String recipient = entry.envelope().recipient();
        Set<Fact> after = now();
        after.remove(new Fact.Queued(entry.transfer(), recipient, entry.attempts(), entry.done(), text));
        if (random.nextBoolean()) {
            world.ask(List.of(after), () -> world.volume().queue().finish(entry.number()));
        } else {
            after.add(new Fact.Queued(entry.transfer(), recipient, entry.attempts() + 1, entry.done(), text));
            world.ask(
                    List.of(after),
                    () -> world.volume()
                            .queue()
                            .retryAt(entry.number(), world.now().plus(Duration.ofMinutes(5))));
        }
    }

    private void forget() throws IOException {
        if (random.nextInt(4) == 0) {
            world.pass(Volume.TRANSFERS.plusMinutes(1));
        }
        long micros = world.now().toEpochMilli() * 1000;
        Set<Fact> holds = now();
        holds.removeIf(
                fact -> fact instanceof Fact.Hold hold && hold.tick() < micros - HandOnQueue.HOLD.toMillis() * 1000);
        Set<Fact> after = new HashSet<>(holds);
        after.removeIf(
                fact -> fact instanceof Fact.Transferred old && old.seen().began() < horizon());
        world.ask(List.of(holds, after), () -> world.volume().forgetOld());
    }
}

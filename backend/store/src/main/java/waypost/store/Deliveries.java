package waypost.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waypost.identity.AccountId;
import waypost.identity.TransferId;
import waypost.message.StructureCodec;

/** Puts a body that has arrived into accounts of one volume: one change set, one copy of the bytes. Called by virtual threads. */
final class Deliveries {
    /** Recipients of one change, so that its operation fits into a record. */
    private static final int TOGETHER = 256;

    private final VolumeCore volume;

    Deliveries(VolumeCore volume) {
        this.volume = volume;
    }

    /** One result for each delivery, in their order. Refused as a whole only when nothing was stored for anybody. */
    Outcome<List<Delivered>> deliver(ReceivedBody body, List<Delivery> deliveries) throws IOException {
        if (deliveries.size() > TOGETHER && body.settle() instanceof Outcome.Refused<Long>(Outcome.Reason reason)) {
            return Outcome.refused(reason);
        }
        List<Delivered> results = new ArrayList<>();
        for (int from = 0; from < deliveries.size(); from += TOGETHER) {
            List<Delivery> some = deliveries.subList(from, Math.min(deliveries.size(), from + TOGETHER));
            switch (body.name((stored, brought) -> together(stored, body.links(), brought, some))) {
                case Outcome.Done<List<Delivered>>(List<Delivered> ended) -> results.addAll(ended);
                case Outcome.Refused<List<Delivered>>(Outcome.Reason reason) ->
                    some.forEach(_ -> results.add(new Delivered.Refused(reason)));
            }
        }
        derive(body);
        return Outcome.done(results);
    }

    /** Decides what of an archive becomes of the body. */
    @FunctionalInterface
    interface Restoring<T> {
        Outcome<T> prepare(Draft draft, StoredBody body) throws IOException;
    }

    /** One body for one account, in a way of its own. */
    <T> Outcome<T> restore(AccountHead head, ReceivedBody body, Restoring<T> restoring) throws IOException {
        Outcome<T> outcome = body.name((stored, brought) -> volume.commits()
                .run(
                        List.of(head),
                        Change.Growth.GROWS,
                        brought,
                        drafts -> drafts.getFirst().serves()
                                ? restoring.prepare(drafts.getFirst(), stored)
                                : Outcome.refused(Outcome.Reason.NOT_OWNER)));
        derive(body);
        return outcome;
    }

    private void derive(ReceivedBody body) {
        body.stored()
                .flatMap(StoredBody::id)
                .ifPresent(id -> volume.index().derive(Keys.body(id), StructureCodec.encode(body.scanned())));
    }

    /** Several bodies for one account in one change. They are in the journal before it: what it may bring itself is one body. */
    Outcome<List<Appended>> append(AccountId account, List<Arrival> arrivals) throws IOException {
        for (Arrival arrival : arrivals) {
            if (arrival.body().settle() instanceof Outcome.Refused<Long>(Outcome.Reason reason)) {
                return Outcome.refused(reason);
            }
        }
        List<AccountHead> heads = List.of(volume.account(account).head());
        Outcome<List<Appended>> outcome = volume.commits()
                .run(heads, Change.Growth.GROWS, ahead(arrivals), drafts -> together(drafts.getFirst(), arrivals));
        if (outcome instanceof Outcome.Done<List<Appended>>) {
            arrivals.forEach(arrival -> derive(arrival.body()));
        }
        return outcome;
    }

    /** They may have been begun in different terms; then no commit can name them all. */
    private static Brought ahead(List<Arrival> arrivals) {
        List<Long> terms = arrivals.stream()
                .map(arrival -> arrival.body().ahead().term())
                .filter(term -> term != Journal.NO_TERM)
                .distinct()
                .toList();
        return terms.isEmpty()
                ? Brought.NOTHING
                : new Brought(terms.size() == 1 ? terms.getFirst() : -1, List.of(), _ -> {});
    }

    /**
     * The body is in the journal before the change.
     *
     * @param from whose the replaced message is, in this folder
     */
    Outcome<Appended> replace(AccountId from, int folderId, MessageRef replaced, AccountId to, Arrival arrival)
            throws IOException {
        if (arrival.body().settle() instanceof Outcome.Refused<Long>(Outcome.Reason reason)) {
            return Outcome.refused(reason);
        }
        List<AccountHead> heads =
                List.of(volume.account(from).head(), volume.account(to).head());
        Outcome<List<Appended>> outcome = volume.commits()
                .run(heads, Change.Growth.GROWS, arrival.body().ahead(), drafts -> {
                    Draft leaving = draft(drafts, from);
                    if (!leaving.serves()) {
                        return Outcome.refused(Outcome.Reason.NOT_OWNER);
                    }
                    boolean there = !ItemCommits.remove(leaving, folderId, List.of(replaced), Flags.NONE)
                            .isEmpty();
                    return there
                            ? together(draft(drafts, to), List.of(arrival))
                            : Outcome.refused(Outcome.Reason.NO_SUCH_MESSAGE);
                });
        if (outcome instanceof Outcome.Done<List<Appended>>) {
            derive(arrival.body());
        }
        return outcome.map(List::getFirst);
    }

    private Outcome<List<Appended>> together(Draft draft, List<Arrival> arrivals) throws IOException {
        if (!draft.serves()) {
            return Outcome.refused(Outcome.Reason.NOT_OWNER);
        }
        List<Appended> appended = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            StoredBody body = arrival.body().stored().orElseThrow();
            List<Long> links = arrival.body().links();
            switch (ItemCommits.append(draft, volume.quota(), arrival.message(), body, links)) {
                case Outcome.Done<Appended>(Appended one) -> appended.add(one);
                case Outcome.Refused<Appended>(Outcome.Reason reason) -> {
                    return Outcome.refused(reason);
                }
            }
        }
        return Outcome.done(appended);
    }

    private Outcome<List<Delivered>> together(
            StoredBody body, List<Long> links, Brought brought, List<Delivery> deliveries) throws IOException {
        List<AccountHead> heads = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            heads.add(volume.account(delivery.account()).head());
        }
        return volume.commits().run(heads, Change.Growth.GROWS, brought, drafts -> {
            List<Delivered> results = new ArrayList<>();
            for (Delivery delivery : deliveries) {
                results.add(prepare(draft(drafts, delivery.account()), delivery, body, links));
            }
            return Outcome.done(results);
        });
    }

    private Delivered prepare(Draft draft, Delivery delivery, StoredBody body, List<Long> links) throws IOException {
        if (!draft.serves()) {
            return new Delivered.Refused(Outcome.Reason.NOT_OWNER);
        }
        if (draft.folder(delivery.message().folderId()).isEmpty()) {
            return new Delivered.Refused(Outcome.Reason.NO_SUCH_FOLDER);
        }
        if (delivery.transfer().isPresent()) {
            Delivery.Transfer transfer = delivery.transfer().get();
            TransferLedger.Seen seen = volume.marks().marked(transfer.id(), transfer.seen());
            Optional<TransferId> earlier =
                    draft.head().earlier(transfer.id(), transfer.recipient(), seen, volume.marks());
            if (earlier.isPresent()) {
                return new Delivered.AlreadyHere(earlier.get());
            }
            Delivered delivered = store(draft, delivery, body, links);
            if (delivered instanceof Delivered.Stored(Appended appended)) {
                draft.put(new StateRecord.Transferred(
                        draft.account(), transfer.id(), transfer.recipient(), seen, appended.itemNo()));
            }
            return delivered;
        }
        return store(draft, delivery, body, links);
    }

    private Delivered store(Draft draft, Delivery delivery, StoredBody body, List<Long> links) throws IOException {
        return switch (ItemCommits.append(draft, volume.quota(), delivery.message(), body, links)) {
            case Outcome.Done<Appended>(Appended appended) -> new Delivered.Stored(appended);
            case Outcome.Refused<Appended>(Outcome.Reason reason) -> new Delivered.Refused(reason);
        };
    }

    private static Draft draft(List<Draft> drafts, AccountId account) {
        return drafts.stream()
                .filter(draft -> draft.account() == account.value())
                .findFirst()
                .orElseThrow();
    }
}

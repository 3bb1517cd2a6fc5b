package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import waypost.identity.AccountId;
import waypost.message.StructureCodec;
import waypost.store.AccountHead.Earlier;

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
            switch (body.name((stored, brings, settled) -> together(stored, brings, settled, some))) {
                case Outcome.Done<List<Result>>(List<Result> ended) -> {
                    for (Result result : ended) {
                        results.add(confirmed(result));
                    }
                }
                case Outcome.Refused<List<Result>>(Outcome.Reason reason) ->
                    some.forEach(_ -> results.add(new Delivered.Refused(reason)));
            }
        }
        derive(body);
        return Outcome.done(results);
    }

    private void derive(ReceivedBody body) {
        body.stored()
                .flatMap(StoredBody::id)
                .ifPresent(id -> volume.index().derive(id, StructureCodec.encode(body.scanned())));
    }

    /** Several bodies for one account in one change. They are in the journal before it: what it may bring itself is one body. */
    Outcome<List<Appended>> append(AccountId account, List<Arrival> arrivals) throws IOException {
        for (Arrival arrival : arrivals) {
            if (arrival.body().settle() instanceof Outcome.Refused<Long>(Outcome.Reason reason)) {
                return Outcome.refused(reason);
            }
        }
        List<AccountHead> heads = List.of(volume.account(account).head());
        Outcome<List<Appended>> outcome =
                volume.commits().run(heads, Change.Growth.GROWS, drafts -> together(drafts.getFirst(), arrivals));
        if (outcome instanceof Outcome.Done<List<Appended>>) {
            arrivals.forEach(arrival -> derive(arrival.body()));
        }
        return outcome;
    }

    private static Outcome<List<Appended>> together(Draft draft, List<Arrival> arrivals) {
        if (!draft.serves()) {
            return Outcome.refused(Outcome.Reason.NOT_OWNER);
        }
        List<Appended> appended = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            if (draft.folder(arrival.message().folderId()).isEmpty()) {
                return Outcome.refused(Outcome.Reason.NO_SUCH_FOLDER);
            }
            StoredBody body = arrival.body().stored().orElseThrow();
            appended.add(ItemCommits.append(draft, arrival.message(), body));
        }
        return Outcome.done(appended);
    }

    /** A result, and the commit of another transfer that it depends on. */
    private record Result(Delivered delivered, Optional<CompletableFuture<Position>> dependsOn) {}

    private Outcome<List<Result>> together(
            StoredBody body, List<ByteBuffer> brings, Consumer<Position> settled, List<Delivery> deliveries)
            throws IOException {
        List<AccountHead> heads = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            heads.add(volume.account(delivery.account()).head());
        }
        return volume.commits()
                .run(
                        heads,
                        Change.Growth.GROWS,
                        brings,
                        drafts -> {
                            List<Result> results = new ArrayList<>();
                            for (Delivery delivery : deliveries) {
                                results.add(prepare(draft(drafts, delivery.account()), delivery, body));
                            }
                            return Outcome.done(results);
                        },
                        settled);
    }

    private Result prepare(Draft draft, Delivery delivery, StoredBody body) throws IOException {
        if (!draft.serves()) {
            return new Result(new Delivered.Refused(Outcome.Reason.NOT_OWNER), Optional.empty());
        }
        if (draft.folder(delivery.message().folderId()).isEmpty()) {
            return new Result(new Delivered.Refused(Outcome.Reason.NO_SUCH_FOLDER), Optional.empty());
        }
        if (delivery.transfer().isPresent()) {
            Delivery.Transfer transfer = delivery.transfer().get();
            TransferLedger.Seen seen = volume.marks().marked(transfer.id(), transfer.seen());
            Optional<Earlier> earlier = draft.head().earlier(transfer.id(), transfer.recipient(), seen, volume.marks());
            if (earlier.isPresent()) {
                return new Result(
                        new Delivered.AlreadyHere(earlier.get().transfer()),
                        earlier.get().end());
            }
            Appended appended = ItemCommits.append(draft, delivery.message(), body);
            draft.put(new StateRecord.Transferred(
                    draft.account(), transfer.id(), transfer.recipient(), seen, appended.itemNo()));
            return new Result(new Delivered.Stored(appended), Optional.empty());
        }
        Appended appended = ItemCommits.append(draft, delivery.message(), body);
        return new Result(new Delivered.Stored(appended), Optional.empty());
    }

    /** "Already here" is only true once the earlier transfer is durable. */
    private static Delivered confirmed(Result result) throws IOException {
        if (result.dependsOn().isPresent()
                && Commits.ended(result.dependsOn().get())
                        instanceof Outcome.Refused<Position>(Outcome.Reason reason)) {
            return new Delivered.Refused(reason);
        }
        return result.delivered();
    }

    private static Draft draft(List<Draft> drafts, AccountId account) {
        return drafts.stream()
                .filter(draft -> draft.account() == account.value())
                .findFirst()
                .orElseThrow();
    }
}

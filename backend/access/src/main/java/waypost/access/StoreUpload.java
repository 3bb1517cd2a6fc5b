package waypost.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waypost.protocol.imap.AppendLimit;
import waypost.protocol.imap.Mailboxes;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.store.Access;
import waypost.store.Account;
import waypost.store.Appended;
import waypost.store.Arrival;
import waypost.store.Flags;
import waypost.store.MessageRef;
import waypost.store.NewMessage;
import waypost.store.Outcome;
import waypost.store.Upload;

/** The messages that an APPEND or REPLACE brings (RFC 3501 §6.3.11, RFC 3502, RFC 8508). One session's thread. */
final class StoreUpload implements Mailboxes.Upload {
    private final Place place;
    private final Access access;
    private final Account account;
    private final AppendLimit limit;
    private final InstantSource clock;
    private final Optional<Replaced> replaced;
    private final List<Arrival> arrived = new ArrayList<>();
    private Optional<Arriving> arriving = Optional.empty();

    private record Arriving(Upload upload, List<String> flags, OffsetDateTime date) {}

    /** The message that goes when the new one is there. */
    record Replaced(Place place, MessageRef message) {}

    StoreUpload(Place place, AppendLimit limit, InstantSource clock, Optional<Replaced> replaced) {
        this.place = place;
        this.access = place.branch().access();
        this.account = access.account();
        this.limit = limit;
        this.clock = clock;
        this.replaced = replaced;
    }

    /** The first message as well. Those before it go to the journal, so that no number of them takes memory. */
    @Override
    public void next(List<String> flags, Optional<OffsetDateTime> date, long size) throws IOException {
        if (size > limit.octets()) {
            throw new MailboxException("TOOBIG", "Message is too large"); // RFC 4469 §4.2
        }
        boolean more = replaced.filter(old -> old.place().sameAccount(place)).isEmpty();
        if (more && !account.hasQuota(place.folder().id(), size)) {
            throw new MailboxException("OVERQUOTA", "Over quota"); // RFC 9208 §4.3.1
        }
        if (arriving.isPresent()) {
            Refusals.done(ended().body().settle(), place.name());
        }
        OffsetDateTime received = date.orElseGet(() -> clock.instant().atOffset(ZoneOffset.UTC));
        arriving = Optional.of(new Arriving(account.upload(), flags, received));
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        Refusals.done(arriving.orElseThrow().upload().write(bytes), place.name());
    }

    private Arrival ended() throws IOException {
        Arriving last = arriving.orElseThrow();
        NewMessage message = new NewMessage(place.folder().id(), "", flags(last.flags()), last.date());
        Arrival arrival = new Arrival(last.upload().finish(), message);
        arriving = Optional.empty();
        arrived.add(arrival);
        return arrival;
    }

    /** RFC 4314 §4: flags that the user may not set are left out. Nor does his account learn keywords for them. */
    private Flags flags(List<String> names) throws IOException {
        return new FlagNames(account).settable(names, place.usable());
    }

    @Override
    public Mailboxes.Appended commit() throws IOException {
        try {
            ended();
            List<Appended> appended = Refusals.done(stored(), place.name());
            return new Mailboxes.Appended(
                    appended.getFirst().uidValidity(),
                    appended.stream().map(Appended::uid).toList());
        } finally {
            abandon();
        }
    }

    private Outcome<List<Appended>> stored() throws IOException {
        return replaced.isEmpty()
                ? access.append(arrived)
                : stored(replaced.get(), arrived.getFirst()).map(List::of);
    }

    private Outcome<Appended> stored(Replaced old, Arrival arrival) throws IOException {
        return old.place().sameAccount(place)
                ? access.replace(old.place().folder().id(), old.message(), arrival)
                : old.place().crossing(place).replace(old.message(), arrival);
    }

    @Override
    public void abandon() {
        arriving.ifPresent(last -> last.upload().close());
        arrived.forEach(arrival -> arrival.body().close());
    }
}

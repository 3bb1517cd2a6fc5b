package waypost.mapping;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import java.util.Optional;

/**
 * Counts look-ups of one kind: how many were answered from memory and for how many the maps were {@code asked}, and what was said. What stands in for a
 * directory that does not answer is {@code degraded}. Any thread.
 */
final class Lookups {
    private final Meter remembered;
    private final Meter asked;
    private final Meter found;
    private final Meter degraded;
    private final Meter several;
    private final Meter refused;
    private final Meter unknown;
    private final Meter unavailable;

    /** @param kind before each name: {@code lookups.all.mail} */
    Lookups(MetricRegistry metrics, String kind) {
        remembered = metrics.meter(kind + ".remembered");
        asked = metrics.meter(kind + ".asked");
        found = metrics.meter(kind + ".found");
        degraded = metrics.meter(kind + ".degraded");
        several = metrics.meter(kind + ".several");
        refused = metrics.meter(kind + ".refused");
        unknown = metrics.meter(kind + ".unknown");
        unavailable = metrics.meter(kind + ".unavailable");
    }

    <A extends Answer> A asked(A answer) {
        asked.mark();
        said(answer).mark();
        return answer;
    }

    Identity asked(Identity identity) {
        asked.mark();
        said(identity).mark();
        return identity;
    }

    Addressees asked(Addressees addressees) {
        asked.mark();
        said(addressees).mark();
        return addressees;
    }

    <A extends Answer> Optional<A> remembered(Optional<A> answer) {
        answer.ifPresent(known -> {
            remembered.mark();
            said(known).mark();
        });
        return answer;
    }

    Optional<Identity> rememberedIdentity(Optional<Identity> identity) {
        identity.ifPresent(known -> {
            remembered.mark();
            said(known).mark();
        });
        return identity;
    }

    Optional<Addressees> rememberedAddressees(Optional<Addressees> addressees) {
        addressees.ifPresent(known -> {
            remembered.mark();
            said(known).mark();
        });
        return addressees;
    }

    private Meter said(Addressees addressees) {
        return switch (addressees) {
            case Addressees.One(Answer.Settled answer) -> said(answer);
            case Addressees.Several _ -> several;
        };
    }

    private Meter said(Identity identity) {
        return switch (identity) {
            case Identity.Known known -> said(known.account());
            case Identity.Barred(var _, var why) -> said(why);
            case Identity.Nobody(var why) -> said(why);
        };
    }

    private Meter said(Answer answer) {
        return switch (answer) {
            case Answer.Granted granted -> granted.degraded() ? degraded : found;
            case Answer.LeftToNode(var account) -> said(account);
            case Answer.Refused _ -> refused;
            case Answer.Unknown() -> unknown;
            case Answer.Unavailable _ -> unavailable;
        };
    }
}

package waypost.mapping;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import waypost.directory.Alarms;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.mapping.Mapping.DomainAnswer;

/**
 * Whose mail a name's is, when some names stand for others: an alias for its target, a group for its members, an account that forwards for those to whom it
 * does. One walk over them, in which each name is asked for once, so that nothing goes round in circles.
 */
final class MailNames {
    /**
     * For all names together: with what a map takes for the last of them it is below the 5 minutes that RFC 5321 §4.5.3.2.3 has a client wait for the answer to
     * RCPT. Names that were asked for are remembered, so the next time goes on from there.
     */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Function<String, DomainAnswer> domains;
    private final Alarms alarms;
    private final Ticker ticker;

    /** @param domains whether a domain is ours */
    MailNames(Function<String, DomainAnswer> domains, Alarms alarms, Ticker ticker) {
        this.domains = domains;
        this.alarms = alarms;
        this.ticker = ticker;
    }

    /** What one name stands for. */
    sealed interface Meaning {
        /**
         * An account, or nobody.
         *
         * @param forward where mail goes that is granted
         */
        record Own(Answer.Settled answer, Forward forward) implements Meaning {
            static Own of(Answer.Settled answer) {
                return new Own(answer, Forward.NONE);
            }
        }

        /** Others. */
        record Others(Set<AccountName> names) implements Meaning {}

        /** The same, where it was said of the rest of a domain and stands for this name: who may have all of them has each by its own. */
        default Meaning standingFor(AccountName name) {
            return this instanceof Own(Answer.Granted account, var forward)
                            && account.name().isRest()
                    ? new Own(account.called(name), forward)
                    : this;
        }
    }

    /** The account of a name, its aliases followed; where its mail goes makes no difference. Empty if a meaning is not there. */
    Optional<Answer.Settled> account(AccountName name, Function<AccountName, Optional<Meaning>> meanings) {
        return whose(name, named -> meanings.apply(named).map(MailNames::own)).map(Addressees::account);
    }

    private static Meaning own(Meaning meaning) {
        return switch (meaning) {
            case Meaning.Own(Answer.Settled answer, var _) -> Meaning.Own.of(answer);
            case Meaning.Others others -> others;
        };
    }

    /** Empty if a meaning is not there. */
    Optional<Addressees> whose(AccountName name, Function<AccountName, Optional<Meaning>> meanings) {
        var walk = new Walk(name);
        long begun = ticker.read();
        while (walk.result.isEmpty()) {
            if (ticker.read() - begun > PATIENCE.toNanos()) {
                return Optional.of(walk.late());
            }
            Optional<AccountName> next = Optional.ofNullable(walk.names.poll());
            if (next.isEmpty()) {
                return Optional.of(walk.end());
            }
            Optional<Meaning> meaning = meanings.apply(next.get());
            if (meaning.isEmpty()) {
                return Optional.empty();
            }
            walk.met(next.get(), meaning.get());
        }
        return walk.result;
    }

    private final class Walk {
        private final AccountName first;
        private final Deque<AccountName> names = new ArrayDeque<>();
        private final Set<AccountName> seen = new HashSet<>();
        private final Map<DirectoryId, Answer.Granted> accounts = new LinkedHashMap<>();
        private Optional<Addressees> result = Optional.empty();
        private Optional<Answer.Settled> nobody = Optional.empty();

        Walk(AccountName first) {
            this.first = first;
            to(List.of(first));
        }

        private void to(Collection<AccountName> more) {
            more.stream().filter(seen::add).forEach(names::add);
            if (seen.size() > 2 * Signpost.MOST) {
                fault("stands for more than " + Signpost.MOST + " addresses");
            }
        }

        private void met(AccountName name, Meaning meaning) {
            switch (meaning) {
                case Meaning.Others(Set<AccountName> others) -> to(others);
                case Meaning.Own(Answer.Granted granted, Forward forward) -> {
                    if (forward.copy() == Forward.Copy.KEPT || isItself(name, granted, forward)) {
                        accounts.put(granted.directoryId(), granted);
                    }
                    to(forward.to());
                }
                case Meaning.Own(Answer.Unavailable unsaid, var _) -> result = Optional.of(new Addressees.One(unsaid));
                case Meaning.Own(Answer.Unknown unknown, var _) when !name.equals(first) -> elsewhere(name, unknown);
                case Meaning.Own(Answer.Settled no, var _) -> nobody = Optional.of(no);
            }
        }

        /** Who forwards to an address of his own keeps what comes, as in other products' forwards. */
        private static boolean isItself(AccountName name, Answer.Granted account, Forward forward) {
            return forward.to().contains(account.name()) || forward.to().contains(name);
        }

        /** A name that leads out of the cluster is kept out of what is accepted; one that leads to nobody takes no mail from the others. */
        private void elsewhere(AccountName name, Answer.Unknown unknown) {
            switch (domains.apply(name.domain())) {
                case OURS -> {
                    alarms.raise(first + " " + name, first + " leads to " + name + ", whom nobody knows");
                    nobody = Optional.of(unknown);
                }
                case FOREIGN -> fault("leads to " + name + ", which is not of the cluster");
                case UNAVAILABLE ->
                    result = Optional.of(
                            new Addressees.One(new Answer.Unavailable("no user map can say whether it has " + name)));
            }
        }

        private void fault(String what) {
            alarms.raise(first.toString(), what);
            result = Optional.of(new Addressees.One(new Answer.Unavailable(first + " " + what)));
        }

        private Addressees late() {
            String why = first + " takes longer than " + PATIENCE.toSeconds() + " s to follow";
            return new Addressees.One(new Answer.Unavailable(why));
        }

        private Addressees end() {
            if (accounts.size() > Signpost.MOST) {
                fault("stands for more than " + Signpost.MOST + " accounts");
                return result.orElseThrow();
            }
            return switch (accounts.size()) {
                case 0 -> new Addressees.One(ofNobody());
                case 1 -> new Addressees.One(accounts.values().iterator().next());
                default -> new Addressees.Several(List.copyOf(accounts.values()));
            };
        }

        /** Either the name itself has nobody, or those have whom it leads to, or it leads in circles. */
        private Answer.Settled ofNobody() {
            if (seen.size() > 1 || nobody.isEmpty()) {
                alarms.raise(first.toString(), "leads to nobody");
            }
            return nobody.orElseGet(() -> new Answer.Refused(Answer.Kind.NO_MAILBOX));
        }
    }
}

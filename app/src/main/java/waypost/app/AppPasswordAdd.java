package waypost.app;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import waypost.config.Network;
import waypost.identity.AppPassword;
import waypost.mapping.Service;
import waypost.protocol.admin.AdminRequest;
import waypost.store.Account;
import waypost.store.AppPasswords;
import waypost.store.AppScope;
import waypost.store.Outcome;

/** {@code user app-password add}: makes one, and shows it this once. */
final class AppPasswordAdd implements Operation {
    /** What it is for, in the user's words. */
    static final String LABEL = "LABEL";

    /** Words of services, with commas between; for all without it. */
    static final String SERVICES = "SERVICES";

    /** Networks, with commas between; from everywhere without it. */
    static final String NETWORKS = "NETWORKS";

    /** A time as {@code 2026-11-29T14:30:00Z}. */
    static final String EXPIRES = "EXPIRES";

    /** Other servers do not log in. */
    private static final Set<Service> WITH_LOGINS = EnumSet.complementOf(EnumSet.of(Service.SMTP));

    @Override
    public String name() {
        return "app-password-add";
    }

    @Override
    public int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint {
        AppScope scope = new AppScope(
                services(words(request, SERVICES)),
                networks(words(request, NETWORKS)),
                request.parameter(EXPIRES).map(Instant::parse));
        Account account = AccountList.account(stores, stores.account(request));
        String label = request.parameter(LABEL).orElse("");
        switch (account.appPasswords().add(label, scope, Instant.now(), new SecureRandom())) {
            case Outcome.Done<AppPassword>(AppPassword made) -> {
                report.progress("It is shown this once. Waypost keeps no copy; in lists it is " + made.id() + ".");
                report.line(made.whole().value());
            }
            case Outcome.Refused<AppPassword>(Outcome.Reason reason) -> throw refused(reason);
        }
        return Main.DONE;
    }

    private static Complaint refused(Outcome.Reason reason) {
        if (reason == Outcome.Reason.INVALID_NAME) {
            return Complaint.wrong("The label must have 1 to " + AppPasswords.LABEL + " characters, on one line.");
        }
        return Complaint.failed(
                reason == Outcome.Reason.PROPERTY_LIMIT
                        ? "The account has " + AppPasswords.MOST + " app passwords already. Revoke one first."
                        : "The app password could not be kept: " + reason + ".");
    }

    private static List<String> words(AdminRequest request, String parameter) {
        return request.parameter(parameter)
                .map(text -> Arrays.asList(text.split(",")))
                .orElse(List.of());
    }

    private static Set<String> services(List<String> words) throws Complaint {
        Set<String> known = WITH_LOGINS.stream().map(Service::word).collect(Collectors.toCollection(TreeSet::new));
        for (String word : words) {
            if (!known.contains(word)) {
                throw Complaint.wrong(
                        word + " is no service that one logs in to. There are: " + String.join(", ", known) + ".");
            }
        }
        return Set.copyOf(words);
    }

    private static List<Network> networks(List<String> words) throws Complaint {
        List<Network> networks = new ArrayList<>();
        for (String word : words) {
            networks.add(Network.of(word)
                    .orElseThrow(() ->
                            Complaint.wrong(word + " is no network. Write an address or a network, as 192.0.2.0/24.")));
        }
        return networks;
    }

    /** A line of a list. */
    static String line(AppPasswords.Kept kept, Instant now) {
        AppScope scope = kept.scope();
        String services =
                scope.services().isEmpty() ? "all services" : String.join(" ", new TreeSet<>(scope.services()));
        String from = scope.networks().isEmpty()
                ? "everywhere"
                : scope.networks().stream().map(Network::toString).collect(Collectors.joining(" "));
        Optional<String> end = scope.expires().map(time -> (time.isAfter(now) ? ", until " : ", expired ") + time);
        return kept.id() + " " + kept.label() + ": " + services + ", from " + from + end.orElse("") + ", made "
                + kept.created() + kept.used().map(day -> ", used " + day).orElse(", never used");
    }
}

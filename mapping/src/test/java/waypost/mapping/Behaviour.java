package waypost.mapping;

import static waypost.directory.Illness.fails;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import waypost.directory.Illness;

/** What a directory may do, how much of it that concerns, and what is kept of it meanwhile. */
public record Behaviour(String name, Extent extent, Kept kept, Onset onset) {
    /** Whose questions are answered otherwise than ever. */
    public enum Extent {
        /** All users are served. */
        NONE,
        /** The entry of one user. */
        ENTRY,
        /** Nobody can be looked for. */
        DIRECTORY,
        /** Only the passwords of its users. */
        LOGINS
    }

    /** What the mapping has of it. */
    enum Kept {
        /** What it was asked for. */
        USED,
        /** All, as it tells its changes. */
        ALL
    }

    /** How it begins in a ward whose users have all been asked for before. */
    interface Onset {
        void in(Ward ward) throws Exception;
    }

    /** A directory with forty users that are known, one of them before the others, and a number of changes. */
    record Ward(Fixture fixture, Illness illness, SyncProvider provider, String user) {
        static final String CANARY = "uid=canary,dc=waypost";
        private static final int USERS = 40;

        Stream<String> users() {
            return Stream.concat(
                            Stream.of(user),
                            Stream.iterate(1, number -> number + 1).map(number -> user + number))
                    .limit(USERS);
        }

        String dn() {
            return dn(user);
        }

        private static String dn(String name) {
            return "uid=" + name + ",dc=waypost";
        }

        void modify(String dn, String attribute, String... values) throws Exception {
            fixture.server.modify(dn, new Modification(ModificationType.REPLACE, attribute, values));
        }

        private boolean isUser(Entry entry) {
            return entry.hasAttribute("mail");
        }

        /** The user, and those next to it. */
        private boolean isOfTheHalf(Entry entry) {
            return users().limit(USERS / 2).map(Ward::dn).anyMatch(entry.getDN()::equals);
        }
    }

    private static final String HANGS = "hangs";
    private static final String BEFORE = "20261129000000.000000Z#000000#001#000000";

    /** RFC 4511 appendix A: the results that a search may end with and that are no answer. */
    private static final Set<ResultCode> RESULTS = Set.of(
            ResultCode.OPERATIONS_ERROR,
            ResultCode.PROTOCOL_ERROR,
            ResultCode.TIME_LIMIT_EXCEEDED,
            ResultCode.SIZE_LIMIT_EXCEEDED,
            ResultCode.AUTH_METHOD_NOT_SUPPORTED,
            ResultCode.STRONG_AUTH_REQUIRED,
            ResultCode.REFERRAL,
            ResultCode.ADMIN_LIMIT_EXCEEDED,
            ResultCode.UNAVAILABLE_CRITICAL_EXTENSION,
            ResultCode.CONFIDENTIALITY_REQUIRED,
            ResultCode.NO_SUCH_ATTRIBUTE,
            ResultCode.UNDEFINED_ATTRIBUTE_TYPE,
            ResultCode.INAPPROPRIATE_MATCHING,
            ResultCode.INVALID_ATTRIBUTE_SYNTAX,
            ResultCode.NO_SUCH_OBJECT,
            ResultCode.ALIAS_PROBLEM,
            ResultCode.INVALID_DN_SYNTAX,
            ResultCode.INAPPROPRIATE_AUTHENTICATION,
            ResultCode.INVALID_CREDENTIALS,
            ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
            ResultCode.BUSY,
            ResultCode.UNAVAILABLE,
            ResultCode.UNWILLING_TO_PERFORM,
            ResultCode.LOOP_DETECT,
            ResultCode.OTHER);

    private Behaviour(String name, Extent extent, Onset onset) {
        this(name, extent, Kept.USED, onset);
    }

    public static List<Behaviour> all() {
        List<Behaviour> all = new ArrayList<>();
        all.add(new Behaviour("is well", Extent.NONE, _ -> {}));
        all.add(new Behaviour("is well, and tells its changes", Extent.NONE, Kept.ALL, _ -> {}));
        all.add(new Behaviour(
                "is slow", Extent.NONE, ward -> ward.illness.searches(ward.illness.waits(Duration.ofMillis(5)))));
        all.addAll(silent());
        RESULTS.stream()
                .sorted(Comparator.comparing(ResultCode::intValue))
                .map(code -> new Behaviour(
                        "answers " + code.intValue() + " " + code.getName(),
                        Extent.DIRECTORY,
                        ward -> ward.illness.searches(fails(code))))
                .forEach(all::add);
        all.addAll(incomplete());
        all.addAll(faulty());
        all.addAll(ofLogins());
        return all;
    }

    /** Whether it is waited for in vain. */
    boolean hangs() {
        return name.equals(HANGS);
    }

    private static List<Behaviour> silent() {
        return List.of(
                new Behaviour("refuses connections", Extent.DIRECTORY, ward -> ward.fixture.server.shutDown(true)),
                new Behaviour(
                        HANGS,
                        Extent.DIRECTORY,
                        ward -> ward.illness.searches(ward.illness.waits(Duration.ofMinutes(1)))),
                new Behaviour(
                        "closes the connection in the middle",
                        Extent.DIRECTORY,
                        ward -> ward.illness.searches(_ -> ward.fixture.server.closeAllConnections(false))),
                new Behaviour("refuses the service account", Extent.DIRECTORY, ward -> {
                    ward.illness.binds(fails(ResultCode.INVALID_CREDENTIALS));
                    ward.fixture.server.closeAllConnections(false);
                }));
    }

    private static List<Behaviour> incomplete() {
        return List.of(
                new Behaviour("succeeds and shows nothing", Extent.DIRECTORY, ward -> ward.illness.shown(_ -> false)),
                new Behaviour(
                        "does not show the canary",
                        Extent.DIRECTORY,
                        ward -> ward.illness.shown(
                                entry -> !ward.isUser(entry) && !entry.getDN().equals(Ward.CANARY))),
                new Behaviour("refers to others only", Extent.DIRECTORY, ward -> {
                    ward.illness.shown(_ -> false);
                    ward.illness.searches(request -> request.sendSearchReference(new SearchResultReference(
                            new String[] {"ldap://elsewhere.example/dc=waypost"}, new Control[0])));
                }),
                new Behaviour(
                        "may not show the users any more",
                        Extent.DIRECTORY,
                        ward -> ward.illness.shown(entry -> !ward.isUser(entry))),
                new Behaviour("has lost all entries but the first, as a new replica", Extent.DIRECTORY, ward -> {
                    ward.illness.shown(entry -> !ward.isUser(entry));
                    ward.modify("dc=waypost", "contextCSN");
                }),
                new Behaviour(
                        "has lost all entries but the first, knows of no change that it lacks, and tells so",
                        Extent.DIRECTORY,
                        Kept.ALL,
                        Behaviour::tellsThatAllAreLost),
                new Behaviour(
                        "has lost half of its users",
                        Extent.DIRECTORY,
                        ward -> ward.illness.shown(entry -> !ward.isOfTheHalf(entry))),
                new Behaviour("has lost the user", Extent.ENTRY, ward -> ward.fixture.server.delete(ward.dn())),
                new Behaviour("is being filled anew, and has not the user yet", Extent.DIRECTORY, ward -> {
                    ward.modify("dc=waypost", "contextCSN");
                    ward.fixture.server.delete(ward.dn());
                }),
                new Behaviour("is of yesterday, and has not the user", Extent.DIRECTORY, ward -> {
                    ward.modify("dc=waypost", "contextCSN", BEFORE);
                    ward.fixture.server.delete(ward.dn());
                }));
    }

    private static void tellsThatAllAreLost(Ward ward) throws Exception {
        ward.illness.shown(entry -> !ward.isUser(entry));
        ward.provider.loseAll();
        ward.fixture.server.closeAllConnections(false);
    }

    private static List<Behaviour> faulty() {
        return List.of(
                new Behaviour(
                        "has two entries of the user",
                        Extent.ENTRY,
                        ward -> ward.fixture.add(
                                "twin", "mail: " + ward.user + "@example.net", "mailHost: store2", "userPassword: x")),
                new Behaviour(
                        "has the user without mailHost", Extent.ENTRY, ward -> ward.modify(ward.dn(), "mailHost")),
                new Behaviour(
                        "has the user at a node that is none",
                        Extent.ENTRY,
                        ward -> ward.modify(ward.dn(), "mailHost", "elsewhere.example")),
                new Behaviour(
                        "has a state of the user that is none",
                        Extent.ENTRY,
                        ward -> ward.modify(ward.dn(), "waypostState", "undecided")),
                new Behaviour(
                        "does not show the user's id",
                        Extent.ENTRY,
                        ward -> ward.illness.searches(request -> request.setRequest(
                                withoutId(request.getRequest().duplicate())))));
    }

    private static SearchRequest withoutId(SearchRequest request) {
        request.setAttributes(request.getAttributeList().stream()
                .filter(name -> !name.equals("entryUUID"))
                .toList());
        return request;
    }

    private static List<Behaviour> ofLogins() {
        return List.of(
                new Behaviour(
                        "is busy with log-ins", Extent.LOGINS, ward -> ward.illness.binds(userFails(ResultCode.BUSY))),
                new Behaviour(
                        "checks no passwords now",
                        Extent.LOGINS,
                        ward -> ward.illness.binds(userFails(ResultCode.UNAVAILABLE))),
                new Behaviour(
                        "wants TLS for passwords",
                        Extent.LOGINS,
                        ward -> ward.illness.binds(userFails(ResultCode.CONFIDENTIALITY_REQUIRED))),
                new Behaviour("is of yesterday, and has the password of before", Extent.DIRECTORY, ward -> {
                    ward.modify("dc=waypost", "contextCSN", BEFORE);
                    ward.modify(ward.dn(), "userPassword", "of before");
                }));
    }

    private static Illness.Treatment<InMemoryInterceptedSimpleBindRequest> userFails(ResultCode code) {
        return request -> {
            if (request.getRequest().getBindDN().startsWith("uid=")) {
                Illness.<Object>fails(code).of(request);
            }
        };
    }

    @Override
    public String toString() {
        return name;
    }
}

package waypost.directory;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.SearchResultReference;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What it means that a search has found nobody, and refers to other servers (RFC 4511 §4.5.3). No reference is followed: who searches shows his
 * password to nobody whom an answer names.
 *
 * @param asked where other directories are, that are asked by user maps of their own
 * @param others what follows from references to anywhere else
 */
public record References(List<Place> asked, Others others) {
    public static final References UNNAMED = new References(List.of(), Others.PUT_OFF);

    /** What follows from a reference to where nobody is asked. */
    public enum Others {
        /** The user may be there: nobody is unknown. */
        PUT_OFF,
        /** No user is there. */
        IGNORED
    }

    /**
     * Where a directory is.
     *
     * @param servers as in {@link DirectorySettings}
     * @param base DN below which its users are
     */
    public record Place(List<URI> servers, String base) {
        public Place {
            servers = List.copyOf(servers);
            Names.dn(base);
        }

        /** Whether it is at one of the servers, or not above the base, wherever that is said to be: Active Directory names domains, and not their controllers. */
        private boolean has(LDAPURL url) {
            return url.baseDNProvided() && isBelow(url.getBaseDN())
                    || servers.stream().anyMatch(one -> isAt(one, url));
        }

        private boolean isBelow(DN dn) {
            try {
                return dn.isDescendantOf(base, true);
            } catch (LDAPException checkedAlready) {
                throw new IllegalStateException(checkedAlready);
            }
        }

        private static boolean isAt(URI server, LDAPURL url) {
            int port = DirectorySettings.port(server);
            return url.hostProvided() && server.getHost().equalsIgnoreCase(url.getHost()) && port == url.getPort();
        }
    }

    public References {
        asked = List.copyOf(asked);
    }

    /** One of these references that lets nobody be unknown. */
    Optional<String> open(List<SearchResultReference> references) {
        return switch (others) {
            case PUT_OFF ->
                references.stream()
                        .filter(reference -> !isAsked(reference))
                        .map(reference -> String.join(" or ", reference.getReferralURLs()))
                        .findFirst();
            case IGNORED -> Optional.empty();
        };
    }

    /** Each of its URLs leads to the same entries. */
    private boolean isAsked(SearchResultReference reference) {
        return Stream.of(reference.getReferralURLs())
                .flatMap(url -> parsed(url).stream())
                .anyMatch(url -> asked.stream().anyMatch(place -> place.has(url)));
    }

    private static Optional<LDAPURL> parsed(String url) {
        try {
            return Optional.of(new LDAPURL(url));
        } catch (LDAPException another) {
            return Optional.empty();
        }
    }
}

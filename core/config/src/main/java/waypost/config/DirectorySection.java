package waypost.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import waypost.identity.Secret;

/** How a directory is reached and read. */
public record DirectorySection(
        @Key(value = "Its name, for user maps.", example = "main")
        String name,

        @Key(
                value =
                        "What it is: OpenLDAP and others of its kind (ldap), or Active Directory, Samba's too (active-directory).",
                standard = "ldap")
        Type type,

        @Key(
                value = "Where it is; the next is asked where one cannot answer. The embedded one where missing.",
                example = "[ldaps://ldap1.example.net]")
        List<String> uris,

        @Key(value = "Whether these take turns; the first does all the work otherwise.", standard = "false")
        boolean spread,

        @Key("As whom to search; anonymously where missing.")
        Optional<Bind> bind,

        @Key(value = "Below which entry to search.", example = "dc=example,dc=net")
        String base,

        @Key(
                value =
                        "Which entry is the user's: %e is the address, %n its local part, %d its domain. What fits the type where missing:"
                                + " mail and mailLocalAddress, or mail, proxyAddresses and userPrincipalName.",
                example = "\"(|(mail=%e)(mailLocalAddress=%e))\"")
        Optional<String> filter,

        @Key(
                "Whose entry it is who logs in, where that finds none; with active-directory the one with that sAMAccountName where missing.")
        Optional<String> loginFilter,

        @Key("Names of attributes.") Attributes attributes,

        @Key(
                "How the members of a group are found: each by the name that the group's entry has of him (member), or all by one search for those whose own entries name the group in memberOf (member-of), or name a group in it, too (member-of-nested, with active-directory). member-of with active-directory where missing, else member.")
        Optional<GroupMembers> groupMembers,

        @Key(value = "How long an answer may take.", standard = "4s", least = "1ms", most = "1m")
        Duration timeout,

        @Key("How much this node asks of it at the same time.")
        InFlight inFlight,

        @Key(value = "Whether ldap:// connections begin with StartTLS.", standard = "false")
        boolean startTls,

        @Key("Certificates that ldaps:// and StartTLS trust, PEM; the system's where missing.")
        Optional<Path> trust,

        @Key("An entry that is always there; where it is not seen, the directory is not believed.")
        Optional<String> canary,

        @Key(
                "Directories, by name, to which it may refer where it finds nobody (RFC 4511, continuation references). Each is asked by a user map of its own with the same domains; no reference is followed to where it leads.")
        List<String> refersTo,

        @Key(
                value =
                        "What a reference to anywhere else means where nobody is found: the user may be there (put-off), or no user is (ignore).",
                standard = "put-off")
        OtherReferences references,

        @Key(
                value =
                        "Whether the directory is asked to tell its changes (RFC 4533), where it can; else they are seen after cache.positive.",
                standard = "true")
        boolean push,

        @Key(
                value = "How waypost user stores passwords where the directory does not do it itself.",
                standard = "ssha512")
        Scheme passwordScheme) {

    public enum Type {
        LDAP,
        ACTIVE_DIRECTORY
    }

    /** What references to other servers mean. */
    public enum OtherReferences {
        PUT_OFF,
        IGNORE
    }

    /** What says who is in a group. */
    public enum GroupMembers {
        MEMBER,
        MEMBER_OF,
        MEMBER_OF_NESTED
    }

    public enum Scheme {
        SSHA512,
        ARGON2,
        /** Keys by which SCRAM-SHA-256 works, and a password that is shown. */
        SCRAM_SHA_256
    }

    /** How much is asked of a directory at the same time. */
    public record InFlight(
            @Key(value = "Searches; each has a connection.", standard = "8", least = "1", most = "256")
            int searches,

            @Key(
                    value = "Passwords checked by bind; each has a connection, none of those for searches.",
                    standard = "8",
                    least = "1",
                    most = "256")
            int binds,

            @Key(
                    value =
                            "How many searches, and how many binds, wait for one of these, for no longer than timeout; more are put off at once.",
                    standard = "500",
                    least = "0",
                    most = "100000")
            int waiting) {}

    /** How the account that searches shows who it is. */
    public enum BindMechanism {
        SIMPLE,
        EXTERNAL,
        GSSAPI
    }

    /** What Kerberos does to what goes over the wire. */
    public enum Quality {
        AUTH,
        AUTH_INT,
        AUTH_CONF
    }

    /** As whom to search. */
    public record Bind(
            @Key(
                    value =
                            "How that is shown: by a password (simple), by a certificate (external, RFC 4422), or by Kerberos (gssapi, RFC 4752).",
                    standard = "simple")
            BindMechanism mechanism,

            @Key(value = "With simple: whom to bind as.", example = "cn=waypost,dc=example,dc=net")
            Optional<String> dn,

            @Key(value = "With simple: the password.", example = "\"${file:/etc/waypost/ldap.secret}\"")
            Optional<Secret> password,

            @Key("With external: the certificate to show in TLS, and its chain, PEM; read again when it has changed.")
            Optional<Path> certificate,

            @Key("With external: its key, PEM.") Optional<Path> key,

            @Key("With gssapi and a keytab: the principal, as in waypost@EXAMPLE.NET.")
            Optional<String> principal,

            @Key("With gssapi: the file of the principal's keys, by which tickets are got.")
            Optional<Path> keytab,

            @Key("With gssapi: a file of tickets that something else keeps filled; in place of a keytab.")
            Optional<Path> ticketCache,

            @Key(
                    "With gssapi: whether what goes over the wire is signed (auth-int) or encrypted (auth-conf). Where missing it is encrypted, by TLS or else by Kerberos.")
            Optional<Quality> quality) {}

    /** Names of attributes. */
    public record Attributes(
            @Key(value = "Node or volume that holds the mailbox.", standard = "mailHost")
            String host,

            @Key("Stored password; userPassword where missing.")
            Optional<String> password,

            @Key("The entry's immutable id; entryUUID or objectGUID where missing.")
            Optional<String> id,

            @Key(
                    "Primary address; mail where missing. In Active Directory SMTP:… among the further ones is above it, userPrincipalName below.")
            Optional<String> address,

            @Key(
                    "Further addresses; @domain among them stands for all names of the domain. mailLocalAddress or proxyAddresses where missing.")
            Optional<String> alias,

            @Key(value = "Epoch of the owner that wrote the host.", standard = "waypostEpoch")
            String epoch,

            @Key(value = "Octets the mail may take; what the class says where missing.", standard = "waypostQuota")
            String quota,

            @Key(value = "Name of the account's class, of those under classes.", standard = "waypostClass")
            String accountClass,

            @Key(value = "State: active, disabled, locked, expired, must-change.", standard = "waypostState")
            String state,

            @Key(value = "Services the user may use; those of the class where missing.", standard = "waypostService")
            String services,

            @Key(
                    value = "A number that grows when all sessions are to end: waypost user revoke.",
                    standard = "waypostGeneration")
            String generation,

            @Key("When the password was last set; pwdChangedTime or pwdLastSet where missing.")
            Optional<String> passwordChanged,

            @Key(
                    value =
                            "Of an entry without a host: addresses whose mail it is, in the first of these that it has.",
                    example = "[mailRoutingAddress, maildrop, mgrpRFC822MailMember, rfc822MailMember]")
            List<String> targets,

            @Key(value = "Addresses to which an account's mail goes.", standard = "waypostForward")
            String forward,

            @Key(
                    value = "TRUE where the mailbox keeps what is forwarded; FALSE, or missing, where it does not.",
                    standard = "waypostForwardCopy")
            String forwardCopy,

            @Key(
                    "Name to log in with that is no address; by it groups may name members. uid or sAMAccountName where missing.")
            Optional<String> login,

            @Key(
                    "In Active Directory: name to log in with that looks like an address; userPrincipalName where missing.")
            Optional<String> principal,

            @Key(
                    "What groups are, and what names their members; of an entry of several classes the first counts, and of the first a new group is. groupOfNames, groupOfMembers, groupOfUniqueNames, group and posixGroup where missing.")
            List<GroupClass> groups,

            @Key(value = "Of a member: its groups, for group-members.", standard = "memberOf")
            String memberOf,

            @Key(value = "Of a member: the number of the group that does not name him.", standard = "primaryGroupID")
            String primaryGroup,

            @Key(value = "Of a group: that number.", standard = "primaryGroupToken")
            String primaryGroupToken,

            @Key(value = "Bits of the account, as Active Directory has them.", standard = "userAccountControl")
            String control,

            @Key(
                    value = "More of these bits, which the directory works out.",
                    standard = "msDS-User-Account-Control-Computed")
            String controlComputed,

            @Key(value = "When the account ends, in 100 ns from 1601.", standard = "accountExpires")
            String accountExpires,

            @Key(
                    value =
                            "When it was locked, or that it is for good; while it is there no password is remembered as wrong.",
                    standard = "pwdAccountLockedTime")
            String locked,

            @Key(value = "TRUE where only a new password lets its owner in.", standard = "pwdReset")
            String mustChange,

            @Key(value = "From when its password may be used.", standard = "pwdStartTime")
            String passwordStarts,

            @Key(value = "Until when.", standard = "pwdEndTime")
            String passwordEnds,

            @Key(
                    value =
                            "Classes of a new user's entry; those for inetOrgPerson and our schema, or user, where missing.",
                    example = "[inetOrgPerson, inetLocalMailRecipient, waypostAccount]")
            List<String> userClasses,

            @Key(
                    value =
                            "Classes of a new alias's entry; organizationalRole and inetLocalMailRecipient where missing.",
                    example = "[organizationalRole, inetLocalMailRecipient]")
            List<String> aliasClasses,

            @Key(value = "Class of a domain's entry, for waypost domain.", standard = "waypostDomain")
            String domainClass,

            @Key(value = "The domain's name in it.", standard = "associatedDomain")
            String domain) {}

    /** One kind of groups. */
    public record GroupClass(
            @Key(value = "Name of the class.", example = "groupOfNames")
            String name,

            @Key(value = "The attribute that names its members.", example = "member")
            String members,

            @Key(
                    value =
                            "How it names them: by the DNs of their entries (entry), or by what they log in with (login).",
                    standard = "entry")
            NamedBy by) {}

    /** How a group names its members. */
    public enum NamedBy {
        ENTRY,
        LOGIN
    }
}

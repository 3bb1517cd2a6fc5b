package waypost.config;

import java.util.List;
import java.util.Optional;

/** All that a node is told: the whole of one file. */
public record Configuration(
        @Key("This node.") NodeSection node,

        @Key("The embedded directory, hosted by exactly one node of a cluster that has no directory of its own.")
        Optional<EmbeddedDirectorySection> embeddedDirectory,

        @Key("Directories: how each is reached and read.") List<DirectorySection> directories,
        @Key("Who exists: asked in this order.") List<UserMapSection> userMaps,

        @Key("Classes of accounts: what those of each may use and have.")
        List<ClassSection> classes,

        @Key("Whose tokens users may log in with (OAuth 2.0).")
        List<OauthSection> oauth,

        @Key("Tickets that users may log in with (Kerberos, mechanism gssapi).")
        Optional<KerberosSection> kerberos,

        @Key("What is done about those who guess passwords (role proxy).")
        GuessingSection guessing,

        @Key("How long answers of the directories are remembered.")
        CacheSection cache,

        @Key("How spellings of addresses become one account name.")
        AddressSection addresses,

        @Key("Every node of the cluster, of both tiers, this one included.")
        List<ClusterNodeSection> nodes,

        @Key("Who may log in as somebody else, on internal listeners.")
        List<TrustedPeerSection> trustedPeers,

        @Key("The protocols this node speaks.") ServicesSection services,

        @Key("Where this node keeps mailboxes (role store).")
        List<VolumeSection> volumes,

        @Key(
                "How much an account may hold, unless its entry, its class or an administrator says otherwise (role store).")
        QuotaSection quota,

        @Key("Folders that belong to no user, for each domain that has some (role store).")
        List<PublicFoldersSection> publicFolders,

        @Key("What becomes of what is deleted (role store).")
        DeletionSection deletion,

        @Key("Backups (role store).") BackupsSection backups,
        @Key("Certificates.") TlsSection tls,
        @Key("The log.") LogSection log) {}

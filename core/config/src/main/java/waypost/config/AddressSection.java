package waypost.config;

import java.util.List;
import java.util.Optional;

/** How spellings of addresses become one account name. */
public record AddressSection(
        @Key(value = "Domain of users who log in without one.", example = "example.net")
        Optional<String> defaultDomain,

        @Key(
                value = "What separates a detail from the local part, as in user+detail@example.net; off for none.",
                standard = "+")
        String detailSeparator,

        @Key(value = "Whether local parts differ by case.", standard = "false")
        boolean caseSensitive,

        @Key("Domains that stand for another.") List<DomainAlias> domainAliases) {

    /** A domain that stands for another. */
    public record DomainAlias(
            @Key(value = "The other spelling.", example = "example.org")
            String alias,

            @Key(value = "The domain it stands for.", example = "example.net")
            String domain) {}
}

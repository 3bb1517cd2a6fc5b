package waypost.config;

import java.util.List;
import java.util.Optional;

/** How spellings of addresses become one account name. */
public record AddressSection(
        @Key(value = "Domain of users who log in without one.", example = "example.net")
        Optional<String> defaultDomain,

        @Key(
                value =
                        "Characters that end the user's part of a local part, as in user+detail@example.net; none for none.",
                standard = "+")
        String tagSeparators,

        @Key(value = "Whether local parts differ by case.", standard = "false")
        boolean caseSensitive,

        @Key("Domains that stand for another.") List<DomainAlias> domainAliases,

        @Key("What is before the backslash of DOMAIN\\user.")
        List<ShortDomain> shortDomains) {

    /** A domain that stands for another. */
    public record DomainAlias(
            @Key(value = "The other spelling.", example = "example.org")
            String alias,

            @Key(value = "The domain it stands for.", example = "example.net")
            String domain) {}

    /** What is before the backslash of {@code DOMAIN&#92;user}. */
    public record ShortDomain(
            @Key(value = "The short name.", example = "EXAMPLE")
            String name,

            @Key(value = "The domain it stands for.", example = "example.net")
            String domain) {}
}

package waypost.config;

import java.util.List;

/** Folders of a domain that belong to no user: those of its users who live on this node see them under Public/. */
public record PublicFoldersSection(
        @Key(value = "The domain.", example = "example.net") String domain,

        @Key(
                value =
                        "Addresses of that domain whose users may do everything there: they make the first folders and say who else may do what.",
                example = "[postmaster@example.net]",
                least = "1")
        List<String> administrators) {}

package waypost.protocol.imap;

/** The character sets of RFC 3501 §9, over octets. */
enum Characters {
    ATOM {
        @Override
        boolean contains(int octet) {
            return octet > ' ' && octet < 0x7F && "(){%*\"\\]".indexOf(octet) < 0;
        }
    },
    ASTRING {
        @Override
        boolean contains(int octet) {
            return ATOM.contains(octet) || octet == ']';
        }
    },
    TAG {
        @Override
        boolean contains(int octet) {
            return ASTRING.contains(octet) && octet != '+';
        }
    },
    LIST {
        @Override
        boolean contains(int octet) {
            return ASTRING.contains(octet) || octet == '%' || octet == '*';
        }
    },
    /**
     * What a quoted string holds unescaped. RFC 3501 ends at 0x7F; the octets above are taken as well, as in RFC 9051 §9, because clients
     * send passwords and search words in UTF-8 that way.
     */
    QUOTED {
        @Override
        boolean contains(int octet) {
            return octet > 0 && octet <= 0xFF && octet != '\r' && octet != '\n' && octet != '"' && octet != '\\';
        }
    },
    DIGIT {
        @Override
        boolean contains(int octet) {
            return octet >= '0' && octet <= '9';
        }
    },
    /** Of the names of FETCH items and sections. */
    ITEM {
        @Override
        boolean contains(int octet) {
            return octet >= 'A' && octet <= 'Z'
                    || octet >= 'a' && octet <= 'z'
                    || DIGIT.contains(octet)
                    || octet == '.';
        }
    };

    abstract boolean contains(int octet);

    boolean holdAll(String octets) {
        return octets.chars().allMatch(this::contains);
    }
}

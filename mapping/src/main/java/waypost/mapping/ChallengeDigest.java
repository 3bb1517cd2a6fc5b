package waypost.mapping;

/**
 * What a client of CRAM-MD5 shows (RFC 2195).
 *
 * @param user as the client writes the name
 * @param digest HMAC-MD5 of the challenge under the password
 */
public record ChallengeDigest(String user, String challenge, byte[] digest) {}

@org.jspecify.annotations.NullMarked
package waypost.protocol.pop3;

"""Letters and certificates, from Word templates the center may edit."""

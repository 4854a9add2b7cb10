"""What contracts say of requests to other APIs (DV)."""

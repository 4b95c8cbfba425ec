"""The one way in which a ticket is turned away."""


class Rejection(Exception):
    def __init__(self, code, c_code):
        super().__init__(code, c_code)
        self.expect = {"valid": False, "code": code, "c_code": c_code}
